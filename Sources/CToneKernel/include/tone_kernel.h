// The inner loops of the DTMF engine: what every sample, or every sample near a tone, goes through.
//
// Vector code where the processor has it, plain vectors elsewhere, the same bits from all: sums of samples are whole
// numbers, float operations are done in one order, eight lanes at a time, and never fused. The tests hold each to a
// version in Swift.
#ifndef TONE_KERNEL_H
#define TONE_KERNEL_H

#include <stdint.h>

enum {
    /// The keys' tones: rows in lanes 0 to 3, columns in 4 to 7.
    TONE_COUNT = 8,
    TONE_MOST_PAIRS = 48,
    /// `tone_band` works on so many outputs at a time, and touches as many beyond the last one asked for.
    TONE_BAND_STEP = 16
};

/// The instructions that a loop uses. Both give the same bits.
typedef enum { TONE_PLAIN, TONE_AVX2 } ToneInstructions;

/// The best there is on this processor.
ToneInstructions tone_best_instructions(void);

/// What the screen looks for. Two neighbouring samples are averaged to one, two of those make a pair.
typedef struct {
    /// Pairs in a block, so that a block has four times as many samples: a multiple of four, at most TONE_MOST_PAIRS.
    int32_t pairs;
    /// For each pair 32 numbers: for each tone the cosine at its first and at its second half, then minus the sines.
    const int16_t *table;
    /// By how much each tone turns within a block.
    float turn_cosines[TONE_COUNT];
    float turn_sines[TONE_COUNT];
    /// The energy, 0 to 2^30, below which a block counts as silent.
    int32_t least_energy;
    /// The least power of the stronger of the two tones of the pair.
    float least_power;
    /// The least share of the strongest row in all four rows, and of the strongest column in the columns.
    float least_group_share;
    /// The least power of the pair over the energy of the window.
    float least_energy_share;
    /// The most by which the power of one tone of the pair may exceed that of the other.
    float most_twist;
} ToneScreenRules;

/// Where the screen stands, and what it last saw.
typedef struct {
    /// The block before, turned to where the next one begins.
    float real[TONE_COUNT];
    float imaginary[TONE_COUNT];
    float energy;
    /// The power of each tone in the last two blocks together, and in each of them alone.
    float window[TONE_COUNT];
    float newest[TONE_COUNT];
    float before[TONE_COUNT];
    /// The power of the strongest row and column of the window.
    float strongest_row, strongest_column;
    /// The energy of the window.
    float window_energy;
    /// Whether they may be a key, and then which they are, 0 to 3 each.
    int32_t plausible, row, column;
} ToneScreenState;

/// Looks at `blocks` blocks of `samples`, one after the other, each together with the block before it, and stops after
/// the first that may hold a key. Returns how many it looked at.
long tone_screen(
    ToneInstructions with, const int16_t *samples, long blocks, const ToneScreenRules *rules, ToneScreenState *state);

/// A filter of `2 * tap_pairs` taps at every second sample: `out[i]` is `scale` times the sum of `taps[k]` times
/// `samples[2 * i + k]`. Sums must fit 32 bits. Reads and writes as if `count` were the next multiple of
/// TONE_BAND_STEP.
void tone_band(
    ToneInstructions with, const int16_t *samples, long count, const int16_t *taps, long tap_pairs, float scale,
    float *out);

/// Every two samples averaged to one, times `scale`; `count` of them. Reads and writes as if `count`
/// were the next multiple of eight.
void tone_halve(const int16_t *samples, long count, float scale, float *out);

/// The sum of `8 * groups` pairs of samples, each sample squared and halved, times `window`: one weight a pair.
float tone_whole_energy(const int16_t *samples, long groups, const float *window);

/// One steady sinusoid: radians a sample, and amplitude times cosine and sine of its phase at place 0.
typedef struct { float frequency, real, imaginary; } ToneWave;

/// The sums of `8 * groups` samples times a tone's table: for each group four times eight numbers, window and slope,
/// each times cosine and times minus sine; `sums` gets one for each of the four.
void tone_correlate(const float *samples, long groups, const float *table, float sums[4]);

/// The sum of `8 * groups` squared samples times `window`.
float tone_energy(const float *samples, long groups, const float *window);

/// The highest point of a running sum.
typedef struct {
    /// After so many samples.
    long place;
    /// The sum there, and the summed power of the waves.
    float gain, power;
} TonePeak;

/// Sums how much better each sample `x` is explained by the two waves' sum `s` than by nothing, `2xs - s*s`, over
/// `count` samples from `samples` on, or back from it for a `step` of -1; `place` is where the first of them stands on
/// the waves. Returns the highest point: first by groups of eight samples, then to the sample.
TonePeak tone_peak(const float *samples, long count, int step, float place, ToneWave low, ToneWave high);

/// `out` gets `8 * groups` samples less the two waves, times `window`; the first sample stands at `place`.
void tone_rest(
    const float *samples, long groups, const float *window, float place, ToneWave low, ToneWave high, float *out);

/// The sum of `8 * groups` samples less the two waves, squared, times `window`; the first sample stands at `place`.
float tone_rest_energy(
    const float *samples, long groups, const float *window, float place, ToneWave low, ToneWave high);

/// The powers of `count` samples at eight frequencies, in radians a sample.
void tone_powers(const float *samples, long count, const float frequencies[TONE_COUNT], float powers[TONE_COUNT]);

/// Cosine and sine of `angle` to about 1e-6, for up to some hundred turns.
void tone_phasor(float angle, float *cosine, float *sine);

#endif
