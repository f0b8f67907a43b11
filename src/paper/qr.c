/* See qr.h. The only file that includes qrencode.h. */
#include "paper/qr.h"

#include <qrencode.h>

#include "base/arena.h"
#include "paper/svg.h"
#include "base/banned.h"

#define QUIET 4 /* modules of white around it (§9.1) */

static void drop(void *p)
{
	QRcode_free(p);
}

/* Dark modules as lines of their width along the middle of each row, those beside each other as one: "M0 0h7m1
 * 0h2". Half the bytes of squares. */
static void put_runs(struct buf *b, const unsigned char *data, int width)
{
	for (int y = 0; y < width; y++) {
		const unsigned char *row = data + (size_t)y * (size_t)width;
		int end = -1; /* of the run before, in this row */

		for (int x = 0; x < width; x++) {
			int from = x;

			while (x < width && row[x] & 1)
				x++;
			if (x == from)
				continue;
			if (end < 0)
				buf_fmt(b, "M%d %d", from, y);
			else
				buf_fmt(b, "m%d 0", from - end);
			buf_fmt(b, "h%d", x - from);
			end = x;
		}
	}
}

struct str qr_svg(struct arena *a, struct str text, struct str label)
{
	struct buf b = { .a = a };
	QRcode *code;
	int all;

	if (!text.len || text.len > QR_BYTES)
		return (struct str){ NULL, 0 };
	code = QRcode_encodeData((int)text.len, (const unsigned char *)text.s, 0, QR_ECLEVEL_M);
	if (!code)
		return (struct str){ NULL, 0 };
	arena_defer(a, drop, code);
	all = code->width + 2 * QUIET;
	buf_fmt(&b,
		"<svg class=\"qr\" viewBox=\"-%d -%d.5 %d %d\" role=\"img\" "
		"shape-rendering=\"crispEdges\" aria-label=\"",
		QUIET, QUIET, all, all);
	svg_text(&b, label);
	buf_fmt(&b,
		"\"><rect fill=\"#fff\" x=\"-%d\" y=\"-%d.5\" width=\"%d\" height=\"%d\"/>"
		"<path stroke=\"#000\" fill=\"none\" d=\"",
		QUIET, QUIET, all, all);
	put_runs(&b, code->data, code->width);
	buf_str(&b, S("\"/></svg>"));
	return buf_text(&b);
}
