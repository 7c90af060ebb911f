from . import age_replay, age_queries, age_store, age_refresh, age_costs, slow_stock
