/* SpanDSP's DTMF receiver as programs use it, to measure ours against.
 *
 *   spandsp digits FILE...       one JSON line a file: its name and its digits
 *   spandsp open FILE...         the same with opened limits: 12 dB of twist either way, down to -60 dBm0
 *   spandsp speed FILE SECONDS   decodes the file in memory again and again: million samples a second
 *
 * Files are mono at 8 kHz, read through libsndfile.
 */
#include <sndfile.h>
#include <spandsp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void print_digits(void *unused, const char *digits, int count)
{
    (void) unused;
    fwrite(digits, 1, count, stdout);
}

static void count_digits(void *counter, const char *digits, int count)
{
    (void) digits;
    *(long *) counter += count;
}

static SNDFILE *open_sound(const char *path, SF_INFO *info)
{
    memset(info, 0, sizeof *info);
    SNDFILE *file = sf_open(path, SFM_READ, info);
    if (!file || info->channels != 1 || info->samplerate != 8000) {
        fprintf(stderr, "spandsp: %s: not mono at 8 kHz, or not readable\n", path);
        exit(3);
    }
    return file;
}

static void digits(const char *path, int opened)
{
    SF_INFO info;
    SNDFILE *file = open_sound(path, &info);
    int16_t samples[4096];
    sf_count_t count;
    dtmf_rx_state_t *receiver = dtmf_rx_init(NULL, print_digits, NULL);
    if (opened)
        dtmf_rx_parms(receiver, -1, 12.0f, 12.0f, -60.0f);
    printf("{\"file\":\"%s\",\"digits\":\"", path);
    while ((count = sf_read_short(file, samples, 4096)) > 0)
        dtmf_rx(receiver, samples, count);
    printf("\"}\n");
    dtmf_rx_free(receiver);
    sf_close(file);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

/* Million samples a second, in portions of that many samples, for at least so long. */
static double speed(const int16_t *samples, long total, long portion, double seconds)
{
    long found = 0, runs = 0;
    double start = now(), took;
    do {
        dtmf_rx_state_t *receiver = dtmf_rx_init(NULL, count_digits, &found);
        for (long at = 0; at < total; at += portion)
            dtmf_rx(receiver, samples + at, total - at < portion ? total - at : portion);
        dtmf_rx_free(receiver);
        runs++;
    } while ((took = now() - start) < seconds);
    return runs * (double) total / took / 1e6;
}

int main(int argc, char **argv)
{
    if (argc > 2 && (!strcmp(argv[1], "digits") || !strcmp(argv[1], "open"))) {
        for (int i = 2; i < argc; i++)
            digits(argv[i], !strcmp(argv[1], "open"));
        return 0;
    }
    if (argc == 4 && !strcmp(argv[1], "speed")) {
        SF_INFO info;
        SNDFILE *file = open_sound(argv[2], &info);
        int16_t *samples = malloc(info.frames * sizeof *samples);
        long total = samples ? sf_read_short(file, samples, info.frames) : 0;
        double frames = speed(samples, total, 160, atof(argv[3]) / 2);
        double whole = speed(samples, total, total, atof(argv[3]) / 2);
        printf("%.1f\n", frames > whole ? frames : whole);
        free(samples);
        sf_close(file);
        return 0;
    }
    fprintf(stderr, "usage: spandsp digits FILE... | spandsp open FILE... | spandsp speed FILE SECONDS\n");
    return 64;
}
