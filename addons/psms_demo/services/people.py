"""One demo user per role."""
from odoo import _
from odoo.exceptions import UserError
from odoo.tools import SQL

# Known to everybody: a server that is open to others must not start while one of these users still has it.
DEMO_PASSWORD = "psms-demo"

# login -> (name, role of psms_base)
PEOPLE = {
    "planner": ("Chen Jing 陈静", "group_planner"),
    "store": ("Liu Qiang 刘强", "group_store_keeper"),
    "supervisor": ("He Ping 何平", "group_warehouse_supervisor"),
    "operator": ("Wang Lei 王磊", "group_operator"),
    "inspector": ("Zhao Min 赵敏", "group_inspector"),
    "sales": ("Huang Yan 黄艳", "group_salesperson"),
    "accountant": ("Sun Li 孙丽", "group_accountant"),
    "manager": ("Lin Haiyun 林海云", "group_manager"),
    "external": ("Web shop 网店接口", "group_external"),
}
# login -> what opens first: the first question of that person's day
FIRST_SCREENS = {
    "planner": "psms_production.psms_plan_today_action",
    "store": "psms_stock.action_psms_stock_scan",
    "supervisor": "stock.stock_picking_type_action",
    "operator": "mrp.mrp_production_action",
    "sales": "sale.action_orders",
    "accountant": "account.action_move_out_invoice_type",
    "manager": "psms_dashboard.action_dashboard",
}
DEMO_LOGINS = [*PEOPLE, "admin"]


def check_logins_are_free(env):
    """Refuse in words what the database would refuse with an error of its own."""
    taken = env["res.users"].with_context(active_test=False).search([("login", "in", list(PEOPLE))])
    if taken:
        raise UserError(_(
            "The demo factory brings its own users, and somebody here already has the login %(logins)s. "
            "Install it in a new database, or rename these users first.",
            logins=", ".join(sorted(taken.mapped("login"))),
        ))


def make_people(env, company):
    """Create the demo users; {login: user}. The existing administrator gets the administrator role."""
    Users = env["res.users"].with_context(no_reset_password=True)
    users = Users.create([
        {
            "name": name,
            "login": login,
            "email": f"{login}@haiyun.example",
            "tz": "Asia/Shanghai",
            "lang": "en_US",
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, env.ref(f"psms_base.{role}").ids)],
            "action_id": login in FIRST_SCREENS and env.ref(FIRST_SCREENS[login]).id,
        }
        for login, (name, role) in PEOPLE.items()
    ])
    # One hash for all: the password is known to everybody, and each hash takes half a second.
    hashed = users._crypt_context().hash(DEMO_PASSWORD)
    for user in users:
        user._set_encrypted_password(user.id, hashed)
    people = dict(zip(PEOPLE, users, strict=True))
    admin = env.ref("base.user_admin")
    if admin.login in demo_logins_in_use(env):
        # Odoo's first password is as well known as ours: one password for the whole factory is easier.
        admin._set_encrypted_password(admin.id, hashed)
    admin.write({
        "company_ids": [(4, company.id)],
        "company_id": company.id,
        "tz": "Asia/Shanghai",
        "group_ids": [(4, env.ref("psms_base.group_administrator").id)],
    })
    return people | {"admin": admin}


def demo_logins_in_use(env):
    """Logins of active users who can still get in with a password that everybody knows.

    That is `DEMO_PASSWORD` for the demo users, and for the administrator also Odoo's own first password.
    """
    known = {login: [DEMO_PASSWORD] for login in PEOPLE} | {"admin": [DEMO_PASSWORD, "admin"]}
    # sudo: hashes are compared, not shown; nobody else may read them, and nobody gets them from here.
    users = env["res.users"].sudo().search([("login", "in", list(known))])
    users.flush_recordset(["password"])
    hashes = dict(env.execute_query(SQL(
        "SELECT id, password FROM res_users WHERE id IN %s", tuple(users.ids) or (0,),
    )))
    context = users._crypt_context()
    return sorted(
        user.login
        for user in users
        if hashes.get(user.id) and any(context.verify(word, hashes[user.id]) for word in known[user.login])
    )
