/* TAP in a page: `CHECK(what, condition)`; a name is a sentence. Close main with `return done();`. */
#ifndef SULH_TEST_H
#define SULH_TEST_H

#include <stdio.h>

static int test_count, test_failures;

#define CHECK(what, ok)                                                          \
	do {                                                                     \
		int ok_ = !!(ok);                                                \
		test_failures += !ok_;                                           \
		printf("%sok %d - %s\n", ok_ ? "" : "not ", ++test_count, what); \
		if (!ok_)                                                        \
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #ok);        \
	} while (0)

static inline int done(void)
{
	printf("1..%d\n", test_count);
	return test_failures != 0;
}

#endif
