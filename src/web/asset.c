/* See asset.h. */
#include "web/asset.h"

#include <assert.h>
#include <stdlib.h>

#include "web/http.h"
#include "base/banned.h"

static int compare(const void *name, const void *row)
{
	return str_cmp(*(const struct str *)name, ((const struct asset *)row)->name);
}

struct str asset_url(struct str name)
{
	const struct asset *f = bsearch(&name, assets, assets_n, sizeof assets[0], compare);

	assert(f);
	return f->url;
}

const struct asset *asset_at(struct str path)
{
	for (size_t i = 0; i < assets_n; i++)
		if (str_eq(assets[i].url, path))
			return &assets[i];
	return NULL;
}

void asset_answer(const struct asset *f, struct http_answer *out)
{
	out->status = 200;
	out->type = f->type;
	out->body = f->body;
	out->gzip = f->gzip;
	out->br = f->br;
	out->etag = f->etag;
	out->release = http_forever;
	out->immutable = true;
}
