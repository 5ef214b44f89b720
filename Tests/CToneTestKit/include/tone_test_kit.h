// What the tests of the DTMF engine need from C.
#ifndef TONE_TEST_KIT_H
#define TONE_TEST_KIT_H

/// Whether this process counts its allocations: where malloc can be replaced, and what it did still be called.
int tone_counts_allocations(void);

/// How many blocks of memory this thread has asked for, from malloc and all its kin.
long tone_allocations(void);

#endif
