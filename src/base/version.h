/* The version of the program, as meson.build has it. */
#ifndef SULH_BASE_VERSION_H
#define SULH_BASE_VERSION_H

#define SULH_VERSION "0.1.0"

#endif
