#ifndef IVRPAY_CSNDFILE_SHIM_H
#define IVRPAY_CSNDFILE_SHIM_H

#include <sndfile.h>
#include <stdio.h>
#include <unistd.h>

// libmpg123, under libsndfile, prints warnings about damaged MP3 files with fprintf(stderr, ...), and libsndfile gives
// no way to stop it. Closing descriptor 2 for a while would lose what other threads say. So the C variable `stderr` is
// pointed, once, at a stream that passes everything on to descriptor 2 except what a thread prints while it is inside
// the library.

// The declarations of fopencookie(3), which <stdio.h> shows only where _GNU_SOURCE is set before the first header.
struct ivrpay_stream_functions {
    ssize_t (*read)(void *, char *, size_t);
    ssize_t (*write)(void *, const char *, size_t);
    int (*seek)(void *, off_t *, int);
    int (*close)(void *);
};
extern FILE *ivrpay_fopencookie(void *cookie, const char *mode, struct ivrpay_stream_functions functions) __asm__(
    "fopencookie");

/// How many quiet calls the current thread is inside of.
static inline int *ivrpay_quiet_depth(void) {
    static _Thread_local int depth;
    return &depth;
}

static inline ssize_t ivrpay_pass_on(void *cookie, const char *bytes, size_t count) {
    (void)cookie;
    return *ivrpay_quiet_depth() > 0 ? (ssize_t)count : write(STDERR_FILENO, bytes, count);
}

/// Points `stderr` at the stream that knows the quiet threads. Call once; nothing changes where memory is short.
static inline void ivrpay_install_quiet_stderr(void) {
    struct ivrpay_stream_functions functions = {.write = ivrpay_pass_on};
    FILE *stream = ivrpay_fopencookie(NULL, "w", functions);
    if (stream == NULL) return;
    setvbuf(stream, NULL, _IONBF, 0);
    stderr = stream;
}

/// From here to the matching `ivrpay_end_quiet`, what this thread prints on `stderr` through C is dropped.
static inline void ivrpay_begin_quiet(void) { *ivrpay_quiet_depth() += 1; }
static inline void ivrpay_end_quiet(void) { *ivrpay_quiet_depth() -= 1; }

#endif
