"""What became of jobs of the queue, known by their identity keys."""

ALIVE, DONE, FAILED = "alive", "done", "failed"
_ENDED = {"done": DONE, "failed": FAILED, "cancelled": FAILED}


def fates(env, keys):
    """Tell in one query what became of the jobs with these keys.

    Of several jobs with one key one that still has something to do counts, else the newest. A job that is gone has failed.

    :return: ``{key: ALIVE, DONE or FAILED}``
    """
    found = dict.fromkeys(keys, FAILED)
    # sudo: who follows work has no access to the queue
    jobs = env["queue.job"].sudo().search_fetch([("identity_key", "in", list(found))], ["identity_key", "state"], order="id")
    for job in jobs.sorted(lambda job: job.state not in _ENDED):
        found[job.identity_key] = _ENDED.get(job.state, ALIVE)
    return found
