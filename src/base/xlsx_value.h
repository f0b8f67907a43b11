/* Private to xlsx: what a cell's number means. */
#ifndef SULH_BASE_XLSX_VALUE_H
#define SULH_BASE_XLSX_VALUE_H

#include <stdbool.h>

#include "base/str.h"

struct arena;

/* Whether numbers in this format are dates or times: a format's code ("dd/mm/yyyy"), or the number of
 * one that is built in. */
bool xlsx_date_code(struct str code);
bool xlsx_date_id(int64_t id);

/* A number as text: whole ones ("1.0E3", "5.0") as digits, others as they stand. */
struct str xlsx_number(struct arena *a, struct str number);

/* The day (and the time of day, unless it is midnight) that a number stands for. False where it is none. */
bool xlsx_day(struct arena *a, struct str number, bool from_1904, struct str *out);

/* "_x000D_" as the character that it stands for. */
struct str xlsx_unescape(struct arena *a, struct str text);

#endif
