#include "base/late.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

#include "base/err.h"
#include "base/banned.h"

static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

static bool take(struct late *l, struct err *e)
{
	void *library = dlopen(l->file, RTLD_NOW | RTLD_LOCAL), *found;
	size_t n = 0;

	if (!library)
		return err_set(e, ERR_FAILED, "take up the library %s: %s", l->file, dlerror());
	for (; l->names[n]; n++)
		if (!dlsym(library, l->names[n])) {
			(void)dlclose(library);
			return err_set(
				e, ERR_FAILED,
				"take up the library %s: it has no %s; is it of another release?",
				l->file, l->names[n]);
		}
	for (size_t i = 0; i < n; i++) {
		found = dlsym(library, l->names[i]);
		memcpy((char *)l->at + i * sizeof found, &found, sizeof found);
	}
	return true;
}

bool late_load(struct late *l, struct err *e)
{
	bool ok = true;

	if (atomic_load_explicit(&l->loaded, memory_order_acquire))
		return true;
	(void)pthread_mutex_lock(&one_at_a_time);
	if (!atomic_load_explicit(&l->loaded, memory_order_relaxed)) {
		ok = take(l, e);
		atomic_store_explicit(&l->loaded, ok, memory_order_release);
	}
	(void)pthread_mutex_unlock(&one_at_a_time);
	return ok;
}
