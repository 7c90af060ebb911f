"""One demo user per role."""

# Known to everybody: a server that is open to others must not start while one of these users still has it.
DEMO_PASSWORD = "psms-demo"

# login -> (name, role of psms_base, first language)
PEOPLE = {
    "planner": ("Chen Jing 陈静", "group_planner"),
    "store": ("Liu Qiang 刘强", "group_store_keeper"),
    "operator": ("Wang Lei 王磊", "group_operator"),
    "inspector": ("Zhao Min 赵敏", "group_inspector"),
    "sales": ("Huang Yan 黄艳", "group_salesperson"),
    "accountant": ("Sun Li 孙丽", "group_accountant"),
    "manager": ("Lin Haiyun 林海云", "group_manager"),
    "external": ("Web shop 网店接口", "group_external"),
}
DEMO_LOGINS = [*PEOPLE, "admin"]


def make_people(env, company):
    """Create the demo users; {login: user}. The existing administrator gets the administrator role."""
    Users = env["res.users"].with_context(no_reset_password=True)
    users = Users.create([
        {
            "name": name,
            "login": login,
            "password": DEMO_PASSWORD,
            "email": f"{login}@haiyun.example",
            "tz": "Asia/Shanghai",
            "lang": "en_US",
            "company_id": company.id,
            "company_ids": [(6, 0, company.ids)],
            "group_ids": [(6, 0, env.ref(f"psms_base.{role}").ids)],
        }
        for login, (name, role) in PEOPLE.items()
    ])
    people = dict(zip(PEOPLE, users, strict=True))
    admin = env.ref("base.user_admin")
    admin.write({
        "tz": "Asia/Shanghai",
        "group_ids": [(4, env.ref("psms_base.group_administrator").id)],
    })
    return people | {"admin": admin}


def demo_logins_in_use(env):
    """Logins of active users who can still get in with a password that everybody knows.

    That is `DEMO_PASSWORD` for the demo users, and for the administrator also Odoo's own first password.
    """
    known = {login: [DEMO_PASSWORD] for login in PEOPLE} | {"admin": [DEMO_PASSWORD, "admin"]}
    users = env["res.users"].search([("login", "in", list(known))])
    hashes = dict(env.execute_query(_hashes_of(users)))
    context = users._crypt_context()
    return sorted(
        user.login
        for user in users
        if hashes.get(user.id) and any(context.verify(word, hashes[user.id]) for word in known[user.login])
    )


def _hashes_of(users):
    # The password field never leaves the ORM in any form, so the hash is read as Odoo's own login check reads it.
    from odoo.tools import SQL

    return SQL("SELECT id, password FROM res_users WHERE id IN %s", tuple(users.ids) or (0,))
