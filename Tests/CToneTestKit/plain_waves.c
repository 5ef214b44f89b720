// The same source once more, under other names, and without a second version for AVX2.

#include <stdint.h>
#include <string.h>

#include "plain_waves.h"

#define tone_halve plain_tone_halve
#define tone_correlate plain_tone_correlate
#define tone_energy plain_tone_energy
#define tone_peak plain_tone_peak
#define tone_rest plain_tone_rest
#define tone_rest_energy plain_tone_rest_energy
#define tone_powers plain_tone_powers
#define tone_phasor plain_tone_phasor

// By this waves.c tells whether it can have versions for several processors.
#undef __gnu_linux__
#include "../../Sources/CToneKernel/waves.c"
