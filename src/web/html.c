/* See html.h. */
#include "web/html.h"

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
