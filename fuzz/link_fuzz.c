/* Lists to link: an error names a place; of a list that is one, pairs and clusters keep to its rows, and no row is a pair with
 * itself. Within one list, and between its halves. */
#include "match/link.h"

#include <assert.h>

#include "base/arena.h"
#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ROWS 200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct link_list x, half;
	struct link_pair *pair;
	struct link_cluster *cluster;
	struct err e = { 0 };
	struct link_seen seen;
	size_t n, clusters;

	if (!a || setjmp(*arena_guard(a))) {
		arena_free(a);
		return 0;
	}
	if (!link_read(a, str_mem(data, size), &x, &e)) {
		assert(e.kind == ERR_REFUSED && e.what[0]);
		arena_free(a);
		return 0;
	}
	x.n = x.n < ROWS ? x.n : ROWS;
	n = link_pairs(a, &x, NULL, NULL, &pair, &seen);
	for (size_t i = 0; i < n; i++)
		assert(pair[i].a < pair[i].b && pair[i].b < x.n && pair[i].weight > 0);
	clusters = link_clusters(a, pair, n, x.n, &cluster);
	assert(clusters <= n);
	for (size_t i = 0; i < clusters; i++)
		for (size_t k = 0; k < cluster[i].n; k++)
			assert(cluster[i].n > 1 && cluster[i].row[k] < x.n &&
			       (!k || cluster[i].row[k] > cluster[i].row[k - 1]));
	half = x;
	half.n = x.n / 2;
	if (half.n)
		x.row += half.n;
	x.n -= half.n;
	n = link_pairs(a, &half, &x, NULL, &pair, &seen);
	for (size_t i = 0; i < n; i++)
		assert(pair[i].a < half.n && pair[i].b < x.n);
	arena_free(a);
	return 0;
}
