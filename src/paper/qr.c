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

/* Dark modules, those beside each other in a row as one: "M0 0h7v1h-7z". */
static void put_runs(struct buf *b, const unsigned char *data, int width)
{
	for (int y = 0; y < width; y++)
		for (int x = 0; x < width; x++) {
			const unsigned char *row = data + (size_t)y * (size_t)width;
			int from = x;

			while (x < width && row[x] & 1)
				x++;
			if (x > from)
				buf_fmt(b, "M%d %dh%dv1h-%dz", from, y, x - from, x - from);
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
		"<svg class=\"qr\" viewBox=\"-%d -%d %d %d\" role=\"img\" "
		"shape-rendering=\"crispEdges\" aria-label=\"",
		QUIET, QUIET, all, all);
	svg_text(&b, label);
	buf_fmt(&b,
		"\"><rect fill=\"#fff\" x=\"-%d\" y=\"-%d\" width=\"%d\" height=\"%d\"/>"
		"<path fill=\"#000\" d=\"",
		QUIET, QUIET, all, all);
	put_runs(&b, code->data, code->width);
	buf_str(&b, S("\"/></svg>"));
	return buf_text(&b);
}
