/* Private to intake/seal*: limits of sealed bodies, whose keys are in keyd/act.h. */
#ifndef SULH_INTAKE_SEAL_INT_H
#define SULH_INTAKE_SEAL_INT_H

#include "intake/intake_int.h"
#include "keyd/act.h"

#define NAMED_MAX ((size_t)VALUE_ITEMS * 32)

#endif
