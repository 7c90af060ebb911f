-- Invariants of PSMS's own records, in the format of invariants.sql. "needs" names the tables without which a query
-- cannot be asked: a database may hold only some of the modules.

-- name: PSMS01_request_has_its_answer [hard] needs psms_request
-- a row of the ledger and its effect are one transaction: no committed row is without answer
select id, endpoint, key from psms_request where answer is null or length(body_hash) <> 64;

-- name: PSMS02_key_maps_to_one_answer [hard] needs psms_request
select user_id, endpoint, key, count(*) n from psms_request group by 1,2,3 having count(*) > 1;

-- name: PSMS03_outbox_is_young [soft] needs psms_outbox
-- an effect that was asked for is not forgotten
select id, channel, state, attempts, next_try from psms_outbox
 where state = 'dead' or (state = 'pending' and next_try < (now() at time zone 'utc') - interval '15 minutes');

-- name: PSMS04_outbox_state_is_consistent [hard] needs psms_outbox
select id, channel, state, done_date from psms_outbox where (state = 'done') <> (done_date is not null);

-- name: PSMS05_outbox_key_is_unique [hard] needs psms_outbox
select channel, key, count(*) n from psms_outbox where key is not null group by 1,2 having count(*) > 1;

-- name: PSMS06_one_current_plan [hard] needs psms_plan
select company_id, count(*) n from psms_plan where state = 'current' group by 1 having count(*) > 1;

-- name: PSMS07_planned_order_dates [hard] needs psms_planned_order
-- released before due, due by the need unless it says that it is late
select id, item_id, release_date, due_date, need_date, late from psms_planned_order
 where quantity <= 0 or release_date > due_date or (not coalesce(late, false) and due_date > need_date);

-- name: PSMS08_released_says_by_whom [hard] needs psms_planned_order
select id, state, released_by_id, released_on from psms_planned_order
 where (state = 'released') <> (released_by_id is not null and released_on is not null);

-- name: PSMS09_document_of_one_planned_order [hard] needs psms_planned_order
-- released once: no document line serves two planned orders, none is linked before its release
select 'mrp.production' document, production_id, count(*) n from psms_planned_order where production_id is not null
 group by 2 having count(*) > 1 or bool_or(state <> 'released')
union all select 'purchase.order.line', purchase_line_id, count(*) from psms_planned_order where purchase_line_id is not null
 group by 2 having count(*) > 1 or bool_or(state <> 'released');

-- name: PSMS10_plan_items_of_one_company [hard] needs psms_plan_item, psms_plan
select i.id, i.company_id, p.company_id plan_company, w.company_id warehouse_company from psms_plan_item i
  join psms_plan p on p.id = i.plan_id join stock_warehouse w on w.id = i.warehouse_id
 where i.company_id <> p.company_id or i.company_id <> w.company_id;

-- name: PSMS11_scan_counts_are_rounded [hard] needs psms_stock_scan
select id, picking_id, quantity from psms_stock_scan where quantity = 'NaN' or quantity in ('Infinity', '-Infinity');

-- name: PSMS12_pegs_never_exceed_what_they_take [hard] needs psms_plan_peg
-- no unit of a planned order or an open supply serves twice
select 'order' kind, o.id, o.quantity, sum(p.quantity) pegged from psms_plan_peg p
  join psms_planned_order o on o.id = p.order_id and o.state = 'planned'
 group by o.id having sum(p.quantity) > o.quantity + 1e-6
union all select 'supply', s.id, s.quantity, sum(p.quantity) from psms_plan_peg p
  join psms_plan_supply s on s.id = p.supply_id group by s.id having sum(p.quantity) > s.quantity + 1e-6;

-- name: PSMS13_demands_are_pegged_or_short [hard] needs psms_plan_demand, psms_plan
-- every unit of a demand of the current plan is served or said to be short
select d.id, d.quantity, d.short_qty, coalesce(sum(p.quantity), 0) pegged from psms_plan_demand d
  join psms_plan n on n.id = d.plan_id and n.state = 'current' and d.date < n.start_date + n.horizon_days
  left join psms_plan_peg p on p.item_id = d.item_id and p.demand_id = d.id
 group by d.id having abs(d.quantity - d.short_qty - coalesce(sum(p.quantity), 0)) > 1e-5;

-- name: PSMS60_ages_add_up_to_the_stock [hard] needs psms_age_layer, psms_age_line
-- product by place, where the ledger of ages knows all lines as they are
with known as (
  select l.product_id from stock_move_line l left join psms_age_line k on k.id = l.id and k.moment = l.date
   where l.state = 'done' group by 1 having bool_and(k.id is not null)),
layers as (select product_id, location_id, sum(quantity) q from psms_age_layer where valid_to is null group by 1,2),
quants as (
  select q.product_id, q.location_id, sum(q.quantity) q from stock_quant q join stock_location l on l.id = q.location_id
   where l.usage in ('internal', 'transit') group by 1,2)
select known.product_id, location_id, coalesce(layers.q, 0) layers, coalesce(quants.q, 0) quants
  from layers full join quants using (product_id, location_id) join known using (product_id)
 where abs(coalesce(layers.q, 0) - coalesce(quants.q, 0)) > 1e-6;

-- name: PSMS61_stays_have_an_order [hard] needs psms_age_layer
-- born, came, left: in this order; a stay that is over says by what
select id, born_on, valid_from, valid_to, out_line_id from psms_age_layer
 where born_on > valid_from or valid_from > valid_to or (valid_to is null) <> (out_line_id is null) or quantity = 0;
