/* The tables of all kinds and parts, one line each. A new kind is its file and its line here. */
#ifndef SULH_RECORD_KINDS_H
#define SULH_RECORD_KINDS_H

#include "record/kind.h"

#define KINDS(X)           \
	X(operation)       \
	X(offset)          \
	X(retention_rule)  \
	X(centre)          \
	X(place)           \
	X(party)           \
	X(officer)         \
	X(bulletin)        \
	X(bulletin_figure) \
	X(bulletin_check)  \
	X(log_head)        \
	X(cut)             \
	X(decree)          \
	X(decree_window)   \
	X(registration)    \
	X(name_part)       \
	X(document)        \
	X(dependant)       \
	X(decision)        \
	X(corridor)        \
	X(corridor_count)  \
	X(count_pair)      \
	X(convoy)          \
	X(convoy_count)    \
	X(clearance_task)  \
	X(clearance_qa)    \
	X(distribution)    \
	X(aid_item)        \
	X(facility)

#define DECLARE(k) extern const struct kind kind_##k;
KINDS(DECLARE)
#undef DECLARE

#endif
