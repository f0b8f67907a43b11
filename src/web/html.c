/* See html.h. */
#include "web/html.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/banned.h"

void html_text(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		uint8_t c = (uint8_t)s.s[i];

		if (c == '&')
			buf_str(b, S("&amp;"));
		else if (c == '<')
			buf_str(b, S("&lt;"));
		else if (c == '>')
			buf_str(b, S("&gt;"));
		else if (c == '"')
			buf_str(b, S("&quot;"));
		else if (c == '\'')
			buf_str(b, S("&#39;"));
		else if ((c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
			buf_str(b, S("\xef\xbf\xbd"));
		else
			buf_byte(b, c);
	}
}

void html_number(struct buf *b, int64_t n)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%" PRId64, n);

	for (int i = 0; i < len; i++) {
		if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
			buf_byte(b, ',');
		buf_byte(b, (uint8_t)digits[i]);
	}
}
