#ifndef IVRPAY_CCAIRO_SHIM_H
#define IVRPAY_CCAIRO_SHIM_H

#include <cairo.h>

#endif
