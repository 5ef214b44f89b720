// Whole-number loops over 16-bit samples: the screen and the band-pass.

#include "tone_kernel.h"

#include <string.h>

#pragma STDC FP_CONTRACT OFF

// MARK: Plain C

static float strongest(const float *group) {
    float most = group[0];
    for (int i = 1; i < 4; i++) most = group[i] > most ? group[i] : most;
    return most;
}

static int32_t place_of_strongest(const float *group) {
    int32_t place = 0;
    for (int i = 1; i < 4; i++) place = group[i] > group[place] ? i : place;
    return place;
}

static float all(const float *group) { return (group[0] + group[1]) + (group[2] + group[3]); }

static int plausible(ToneScreenState *state, float energy, const ToneScreenRules *rules) {
    const float *power = state->window;
    float row = strongest(power), column = strongest(power + 4);
    state->strongest_row = row;
    state->strongest_column = column;
    return (row > rules->least_power || column > rules->least_power)
        && row >= rules->least_group_share * all(power) && column >= rules->least_group_share * all(power + 4)
        && row * rules->most_twist >= column && column * rules->most_twist >= row
        && row + column > rules->least_energy_share * energy;
}

static int32_t mean(const int16_t *samples) { return (samples[0] + samples[1]) >> 1; }

static int32_t energy_of(const int16_t *samples, int32_t pairs) {
    int32_t energy = 0;
    for (int p = 0; p < pairs; p++, samples += 4) {
        int32_t first = mean(samples), second = mean(samples + 2);
        energy += (int32_t)(((uint32_t)(first * first) + (uint32_t)(second * second)) >> 6);
    }
    return energy;
}

/// The sums of one block with all eight tones.
static void correlate(const int16_t *samples, const ToneScreenRules *rules, int32_t *real, int32_t *imaginary) {
    for (int p = 0; p < rules->pairs; p++, samples += 4) {
        int32_t first = mean(samples), second = mean(samples + 2);
        const int16_t *c = rules->table + 32 * p, *s = c + 16;
        for (int i = 0; i < TONE_COUNT; i++) {
            real[i] += c[2 * i] * first + c[2 * i + 1] * second;
            imaginary[i] += s[2 * i] * first + s[2 * i + 1] * second;
        }
    }
}

static long screen_plain(const int16_t *samples, long blocks, const ToneScreenRules *rules, ToneScreenState *state) {
    long done = 0;
    state->plausible = 0;
    while (done < blocks && !state->plausible) {
        int32_t real[TONE_COUNT] = {0}, imaginary[TONE_COUNT] = {0};
        int32_t whole = energy_of(samples, rules->pairs);
        float energy = (float)whole;
        if (whole >= rules->least_energy) correlate(samples, rules, real, imaginary);
        for (int i = 0; i < TONE_COUNT; i++) {
            float r = (float)real[i], m = (float)imaginary[i];
            float before_r = state->real[i], before_m = state->imaginary[i];
            float both_r = before_r + r, both_m = before_m + m;
            state->before[i] = before_r * before_r + before_m * before_m;
            state->newest[i] = r * r + m * m;
            state->window[i] = both_r * both_r + both_m * both_m;
            state->real[i] = r * rules->turn_cosines[i] - m * rules->turn_sines[i];
            state->imaginary[i] = r * rules->turn_sines[i] + m * rules->turn_cosines[i];
        }
        state->window_energy = energy + state->energy;
        state->plausible = plausible(state, state->window_energy, rules);
        state->energy = energy;
        samples += 4 * rules->pairs;
        done++;
    }
    return done;
}

static void band_plain(
    const int16_t *samples, long count, const int16_t *taps, long tap_pairs, float scale, float *out) {
    for (long i = 0; i < count; i++) {
        int32_t sum = 0;
        for (long k = 0; k < 2 * tap_pairs; k++) sum += taps[k] * samples[2 * i + k];
        out[i] = scale * (float)sum;
    }
}

#if defined(__x86_64__)
#include <immintrin.h>

#define AVX2 __attribute__((target("avx2")))
#define INLINE static inline __attribute__((always_inline))

// MARK: AVX2

/// Averages neighbours: 16 samples become 8, stored at `out`. Returns their squares, in four sums of two.
AVX2 INLINE __m128i halve(const int16_t *samples, int16_t *out) {
    __m256i sums = _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)samples), _mm256_set1_epi16(1));
    __m256i means = _mm256_srai_epi32(sums, 1);
    __m128i packed = _mm_packs_epi32(_mm256_castsi256_si128(means), _mm256_extracti128_si256(means, 1));
    _mm_storeu_si128((__m128i *)out, packed);
    return _mm_srli_epi32(_mm_madd_epi16(packed, packed), 6);
}

/// Averages the neighbours of a whole block; returns its energy.
AVX2 INLINE int32_t halve_block(const int16_t *samples, long pairs, int16_t *out) {
    __m128i squares = _mm_setzero_si128();
    for (long i = 0; i < 2 * pairs; i += 8) squares = _mm_add_epi32(squares, halve(samples + 2 * i, out + i));
    squares = _mm_add_epi32(squares, _mm_shuffle_epi32(squares, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(squares, _mm_shuffle_epi32(squares, 0xb1)));
}

AVX2 INLINE int32_t two(const int16_t *samples) {
    int32_t both;
    memcpy(&both, samples, sizeof both);
    return both;
}

AVX2 INLINE int plausible_avx2(
    __m256 power, float energy, const ToneScreenRules *rules, ToneScreenState *state) {
    __m256 swapped = _mm256_permute_ps(power, 0xb1);
    __m256 sums = _mm256_add_ps(power, swapped), most = _mm256_max_ps(power, swapped);
    sums = _mm256_add_ps(sums, _mm256_permute_ps(sums, 0x4e));
    most = _mm256_max_ps(most, _mm256_permute_ps(most, 0x4e));
    __m256 other = _mm256_permute2f128_ps(most, most, 1);
    state->strongest_row = _mm256_cvtss_f32(most);
    state->strongest_column = _mm256_cvtss_f32(other);
    __m256 fine = _mm256_cmp_ps(_mm256_max_ps(most, other), _mm256_set1_ps(rules->least_power), _CMP_GT_OQ);
    __m256 share = _mm256_mul_ps(_mm256_set1_ps(rules->least_group_share), sums);
    fine = _mm256_and_ps(fine, _mm256_cmp_ps(most, share, _CMP_GE_OQ));
    __m256 allowed = _mm256_mul_ps(most, _mm256_set1_ps(rules->most_twist));
    fine = _mm256_and_ps(fine, _mm256_cmp_ps(allowed, other, _CMP_GE_OQ));
    __m256 needed = _mm256_set1_ps(rules->least_energy_share * energy);
    fine = _mm256_and_ps(fine, _mm256_cmp_ps(_mm256_add_ps(most, other), needed, _CMP_GT_OQ));
    return _mm256_movemask_ps(fine) == 255;
}

AVX2 INLINE __m256 power(__m256 real, __m256 imaginary) {
    return _mm256_add_ps(_mm256_mul_ps(real, real), _mm256_mul_ps(imaginary, imaginary));
}

/// Takes the next block's sums; true when the window that ends with it is plausible. What was seen is stored then,
/// and for the `last` block.
AVX2 INLINE int take(
    __m256 r, __m256 m, float energy, int last, const ToneScreenRules *rules, ToneScreenState *state) {
    __m256 before_r = _mm256_loadu_ps(state->real), before_m = _mm256_loadu_ps(state->imaginary);
    __m256 turn_c = _mm256_loadu_ps(rules->turn_cosines), turn_s = _mm256_loadu_ps(rules->turn_sines);
    __m256 window = power(_mm256_add_ps(before_r, r), _mm256_add_ps(before_m, m));
    state->window_energy = energy + state->energy;
    int found = plausible_avx2(window, state->window_energy, rules, state);
    if (found || last) {
        _mm256_storeu_ps(state->before, power(before_r, before_m));
        _mm256_storeu_ps(state->newest, power(r, m));
        _mm256_storeu_ps(state->window, window);
    }
    state->energy = energy;
    _mm256_storeu_ps(state->real, _mm256_sub_ps(_mm256_mul_ps(r, turn_c), _mm256_mul_ps(m, turn_s)));
    _mm256_storeu_ps(state->imaginary, _mm256_add_ps(_mm256_mul_ps(r, turn_s), _mm256_mul_ps(m, turn_c)));
    return found;
}

/// `pairs` are those of the rules: known when compiled, the loops are unrolled.
AVX2 INLINE long screen_blocks(
    const int16_t *samples, long blocks, int block_pairs, const ToneScreenRules *rules, ToneScreenState *state) {
    state->plausible = 0;
    long done = 0;
    for (; done < blocks && !state->plausible; samples += 4 * block_pairs) {
        int16_t halved[2 * TONE_MOST_PAIRS];
        int32_t energy = halve_block(samples, block_pairs, halved);
        // Two averages are spread to all lanes by the load from memory; from a register that takes the one port that
        // shuffles, and a seventh more time in all.
        __asm__ volatile("" : : "r"(halved) : "memory");
        const __m256i *table = (const __m256i *)rules->table;
        __m256i real[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
        __m256i imaginary[2] = {_mm256_setzero_si256(), _mm256_setzero_si256()};
        for (int p = 0; p < block_pairs && energy >= rules->least_energy; p += 2) {
            for (int i = 0; i < 2; i++, table += 2) {
                __m256i pair = _mm256_set1_epi32(two(halved + 2 * (p + i)));
                __m256i c = _mm256_loadu_si256(table), s = _mm256_loadu_si256(table + 1);
                real[i] = _mm256_add_epi32(real[i], _mm256_madd_epi16(pair, c));
                imaginary[i] = _mm256_add_epi32(imaginary[i], _mm256_madd_epi16(pair, s));
            }
        }
        __m256 r = _mm256_cvtepi32_ps(_mm256_add_epi32(real[0], real[1]));
        __m256 m = _mm256_cvtepi32_ps(_mm256_add_epi32(imaginary[0], imaginary[1]));
        done++;
        state->plausible = take(r, m, (float)energy, done == blocks, rules, state);
    }
    return done;
}

AVX2 static long screen_avx2(const int16_t *samples, long blocks, const ToneScreenRules *rules, ToneScreenState *state) {
    // Sound of 8 kHz has 20 pairs a block.
    return rules->pairs == 20 ? screen_blocks(samples, blocks, 20, rules, state)
                              : screen_blocks(samples, blocks, rules->pairs, rules, state);
}

AVX2 static void band_avx2(
    const int16_t *samples, long count, const int16_t *taps, long tap_pairs, float scale, float *out) {
    for (long i = 0; i < count; i += 16) {
        __m256i first = _mm256_setzero_si256(), second = first;
        const int16_t *at = samples + 2 * i;
        for (long p = 0; p < tap_pairs; p++, at += 2) {
            __m256i pair = _mm256_set1_epi32(two(taps + 2 * p));
            __m256i near = _mm256_loadu_si256((const __m256i *)at);
            __m256i far = _mm256_loadu_si256((const __m256i *)(at + 16));
            first = _mm256_add_epi32(first, _mm256_madd_epi16(pair, near));
            second = _mm256_add_epi32(second, _mm256_madd_epi16(pair, far));
        }
        _mm256_storeu_ps(out + i, _mm256_mul_ps(_mm256_set1_ps(scale), _mm256_cvtepi32_ps(first)));
        _mm256_storeu_ps(out + i + 8, _mm256_mul_ps(_mm256_set1_ps(scale), _mm256_cvtepi32_ps(second)));
    }
}

ToneInstructions tone_best_instructions(void) { return __builtin_cpu_supports("avx2") ? TONE_AVX2 : TONE_PLAIN; }
#else
ToneInstructions tone_best_instructions(void) { return TONE_PLAIN; }
#define screen_avx2 screen_plain
#define band_avx2 band_plain
#endif

long tone_screen(
    ToneInstructions with, const int16_t *samples, long blocks, const ToneScreenRules *rules, ToneScreenState *state) {
    long done;
    switch (with) {
    case TONE_AVX2: done = screen_avx2(samples, blocks, rules, state); break;
    default: done = screen_plain(samples, blocks, rules, state);
    }
    if (state->plausible) {
        state->row = place_of_strongest(state->window);
        state->column = place_of_strongest(state->window + 4);
    }
    return done;
}

void tone_band(
    ToneInstructions with, const int16_t *samples, long count, const int16_t *taps, long tap_pairs, float scale,
    float *out) {
    switch (with) {
    case TONE_AVX2: band_avx2(samples, count, taps, tap_pairs, scale, out); break;
    default: band_plain(samples, count, taps, tap_pairs, scale, out);
    }
}
