// Float loops over the band sound near a candidate, eight lanes at a time.

#include "tone_kernel.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

typedef float Eight __attribute__((vector_size(32)));
typedef int32_t Lanes __attribute__((vector_size(32)));
typedef int16_t Shorts __attribute__((vector_size(32)));

// One source for all processors: the lanes are the same, so the bits are.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define FOR_ALL __attribute__((target_clones("avx2", "default")))
#else
#define FOR_ALL
#endif
#define INLINE static inline __attribute__((always_inline))

INLINE void load(const float *from, Eight *eight) { memcpy(eight, from, sizeof *eight); }

/// The sum of all lanes, in halves.
INLINE float total(const Eight *lanes) {
    const Eight v = *lanes;
    float a = v[0] + v[4], b = v[1] + v[5], c = v[2] + v[6], d = v[3] + v[7];
    return (a + c) + (b + d);
}

// Sines and cosines by Taylor's series for half the angle: for a vector, or one number.
#define TURN(angles, cosines, sines) \
    do { \
        const float pi = 3.14159265f; \
        __typeof__(angles) turns = (angles) * (0.5f / pi); \
        /* Adding and taking away 1.5 * 2^23 rounds to a whole number of turns. */ \
        __typeof__(angles) half = (turns - ((turns + 12582912.0f) - 12582912.0f)) * pi; \
        __typeof__(angles) square = half * half; \
        __typeof__(angles) sine = square * (-1 / 39916800.0f) + 1 / 362880.0f; \
        sine = sine * square - 1 / 5040.0f; \
        sine = sine * square + 1 / 120.0f; \
        sine = (sine * square - 1 / 6.0f) * square * half + half; \
        __typeof__(angles) cosine = square * (1 / 479001600.0f) - 1 / 3628800.0f; \
        cosine = cosine * square + 1 / 40320.0f; \
        cosine = cosine * square - 1 / 720.0f; \
        cosine = cosine * square + 1 / 24.0f; \
        cosine = (cosine * square - 0.5f) * square + 1; \
        (sines) = (sine + sine) * cosine; \
        (cosines) = 1 - (sine + sine) * sine; \
    } while (0)

/// A wave at eight places, and how it turns in eight steps.
typedef struct {
    Eight real, imaginary;
    float cosine, sine;
} Turning;

INLINE void start(Turning *t, ToneWave wave, float place, int step) {
    const Eight counting = {0, 1, 2, 3, 4, 5, 6, 7};
    Eight angles = (counting * (float)step + place) * wave.frequency, cosines, sines;
    TURN(angles, cosines, sines);
    t->real = cosines * wave.real - sines * wave.imaginary;
    t->imaginary = sines * wave.real + cosines * wave.imaginary;
    float angle = (float)(8 * step) * wave.frequency;
    TURN(angle, t->cosine, t->sine);
}

INLINE void advance(Turning *t) {
    Eight real = t->real * t->cosine - t->imaginary * t->sine;
    t->imaginary = t->real * t->sine + t->imaginary * t->cosine;
    t->real = real;
}

FOR_ALL void tone_halve(const int16_t *samples, long count, float scale, float *out) {
    for (long i = 0; i < count; i += 8) {
        Shorts sound;
        memcpy(&sound, samples + 2 * i, sizeof sound);
        Lanes both = (Lanes)sound;
        Eight halved = __builtin_convertvector((both >> 16) + ((both << 16) >> 16), Eight) * scale;
        memcpy(out + i, &halved, sizeof halved);
    }
}

FOR_ALL float tone_whole_energy(const int16_t *samples, long groups, const float *window) {
    Eight sum = {0};
    for (long g = 0; g < groups; g++) {
        Shorts sound;
        Eight weight;
        memcpy(&sound, samples + 16 * g, sizeof sound);
        load(window + 8 * g, &weight);
        Lanes both = (Lanes)sound;
        Eight second = __builtin_convertvector(both >> 16, Eight);
        Eight first = __builtin_convertvector((both << 16) >> 16, Eight);
        sum += (first * first + second * second) * weight;
    }
    return total(&sum) * 0.5f;
}

FOR_ALL void tone_correlate(const float *samples, long groups, const float *table, float sums[4]) {
    Eight sum[4] = {0};
    for (long g = 0; g < groups; g++, samples += 8) {
        Eight sound;
        load(samples, &sound);
        for (int i = 0; i < 4; i++, table += 8) {
            Eight weight;
            load(table, &weight);
            sum[i] += weight * sound;
        }
    }
    for (int i = 0; i < 4; i++) sums[i] = total(&sum[i]);
}

FOR_ALL float tone_energy(const float *samples, long groups, const float *window) {
    Eight sum = {0};
    for (long g = 0; g < groups; g++) {
        Eight sound, weight;
        load(samples + 8 * g, &sound);
        load(window + 8 * g, &weight);
        sum += weight * sound * sound;
    }
    return total(&sum);
}

/// Gains and powers of eight samples.
typedef struct { Eight gains, powers; } Group;

/// Goes on from `sum` within a group; `best` becomes the highest point there, if it is higher.
INLINE void refine(const Group *group, TonePeak *sum, TonePeak *best) {
    const Eight none = {0};
    const Lanes places = {1, 2, 3, 4, 5, 6, 7, 8};
    // Lane `i` becomes the sum of lanes 0 to `i`.
    Eight v = group->gains;
    v += __builtin_shufflevector(none, v, 0, 8, 9, 10, 11, 12, 13, 14);
    v += __builtin_shufflevector(none, v, 0, 0, 8, 9, 10, 11, 12, 13);
    v += __builtin_shufflevector(none, v, 0, 0, 0, 0, 8, 9, 10, 11);
    // No branches: where the highest lane is can't be foretold.
    const float most = __builtin_reduce_max(v);
    int place = __builtin_reduce_min(places + ((Lanes)(v != most) & 8));
    Eight powers = (Eight)((Lanes)group->powers & (Lanes)(places <= place));
    if (sum->gain + most > best->gain) {
        *best = (TonePeak){sum->place + place, sum->gain + most, sum->power + total(&powers)};
    }
    *sum = (TonePeak){sum->place + 8, sum->gain + v[7], sum->power + total(&group->powers)};
}

/// Eight samples from `samples` on, or back from it, of which `left` are there; the others are 0.
INLINE void load8(Eight *sound, const float *samples, int step, long left) {
    if (left < 8) {
        *sound = (Eight){0};
        for (long i = 0; i < left; i++) (*sound)[i] = samples[step * i];
        return;
    }
    load(step > 0 ? samples : samples - 7, sound);
    if (step < 0) *sound = __builtin_shufflevector(*sound, *sound, 7, 6, 5, 4, 3, 2, 1, 0);
}

INLINE TonePeak peak(const float *samples, long count, int step, float place, ToneWave low, ToneWave high) {
    Turning l, h;
    start(&l, low, place, step);
    start(&h, high, place, step);
    // The groups before and behind the highest point so far, and the sums before them.
    Group last = {0}, next = {0};
    Eight powers = {0}, powers_before = {0};
    float gain = 0, highest = 0, gain_before = 0;
    long top = 0;
    for (long at = 0; at < count; at += 8) {
        Eight wave = l.real + h.real, sound;
        load8(&sound, samples + step * at, step, count - at);
        if (count - at < 8) {
            for (long i = count - at; i < 8; i++) wave[i] = 0;
        }
        Group group = {(sound + sound - wave) * wave, wave * wave};
        if (top == at) next = group;
        float sum = gain + total(&group.gains);
        if (sum > highest) {
            highest = sum;
            top = at + 8;
            gain_before = gain;
            powers_before = powers;
            last = group;
            next = (Group){0};
        }
        gain = sum;
        powers += group.powers;
        advance(&l);
        advance(&h);
    }
    TonePeak sum = {top > 0 ? top - 8 : 0, gain_before, total(&powers_before)}, best = sum;
    if (top > 0) refine(&last, &sum, &best);
    refine(&next, &sum, &best);
    return best;
}

FOR_ALL TonePeak tone_peak(const float *samples, long count, int step, float place, ToneWave low, ToneWave high) {
    return step > 0 ? peak(samples, count, 1, place, low, high) : peak(samples, count, -1, place, low, high);
}

FOR_ALL void tone_rest(
    const float *samples, long groups, const float *window, float place, ToneWave low, ToneWave high, float *out) {
    Turning l, h;
    start(&l, low, place, 1);
    start(&h, high, place, 1);
    for (long g = 0; g < groups; g++) {
        Eight sound, weight;
        load(samples + 8 * g, &sound);
        load(window + 8 * g, &weight);
        Eight rest = (sound - l.real - h.real) * weight;
        memcpy(out + 8 * g, &rest, sizeof rest);
        advance(&l);
        advance(&h);
    }
}

FOR_ALL float tone_rest_energy(
    const float *samples, long groups, const float *window, float place, ToneWave low, ToneWave high) {
    Turning l, h;
    start(&l, low, place, 1);
    start(&h, high, place, 1);
    Eight sum = {0};
    for (long g = 0; g < groups; g++) {
        Eight sound, weight;
        load(samples + 8 * g, &sound);
        load(window + 8 * g, &weight);
        Eight rest = sound - l.real - h.real;
        sum += rest * rest * weight;
        advance(&l);
        advance(&h);
    }
    return total(&sum);
}

FOR_ALL void tone_powers(
    const float *samples, long count, const float frequencies[TONE_COUNT], float powers[TONE_COUNT]) {
    Eight angles, step_c, step_s, c = {0}, s = {0}, real = {0}, imaginary = {0};
    load(frequencies, &angles);
    TURN(angles, step_c, step_s);
    c += 1;
    for (long i = 0; i < count; i++) {
        real += c * samples[i];
        imaginary += s * samples[i];
        Eight next = c * step_c - s * step_s;
        s = s * step_c + c * step_s;
        c = next;
    }
    Eight power = real * real + imaginary * imaginary;
    memcpy(powers, &power, sizeof power);
}

void tone_phasor(float angle, float *cosine, float *sine) {
    float c, s;
    TURN(angle, c, s);
    *cosine = c;
    *sine = s;
}
