/* Private to web/view_figure*.c: the parts of a figure's page. */
#ifndef SULH_WEB_VIEW_FIGURE_INT_H
#define SULH_WEB_VIEW_FIGURE_INT_H

#include "web/published.h"
#include "web/view_figure.h"

/* Fills f->places: what lies in the page's place and has values, as a tree. */
void figure_places(struct visit *v, struct figure_view *f, const struct published *newest);

/* Fills f->points and f->chart. */
bool figure_chart(struct visit *v, struct figure_view *f, struct err *e);

#endif
