// The float loops of CToneKernel as they are compiled for a processor without AVX2: which of the two runs is settled
// when a program starts, so the tests would see one of them only.
#ifndef PLAIN_WAVES_H
#define PLAIN_WAVES_H

#include "tone_kernel.h"

void plain_tone_halve(const int16_t *samples, long count, float scale, float *out);
void plain_tone_correlate(const float *samples, long groups, const float *table, float sums[4]);
float plain_tone_energy(const float *samples, long groups, const float *window);
TonePeak plain_tone_peak(const float *samples, long count, int step, float place, ToneWave low, ToneWave high);
void plain_tone_rest(
    const float *samples, long groups, const float *window, float place, ToneWave low, ToneWave high, float *out);
float plain_tone_rest_energy(
    const float *samples, long groups, const float *window, float place, ToneWave low, ToneWave high);
void plain_tone_powers(const float *samples, long count, const float frequencies[8], float powers[8]);
void plain_tone_phasor(float angle, float *cosine, float *sine);

#endif
