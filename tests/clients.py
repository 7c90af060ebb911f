"""Programs outside the server: one XML-RPC client per demo user, through odooly."""
import odooly
import support

# logins of psms_demo by role
PLANNER, STORE, OPERATOR, SALES, ACCOUNTANT, MANAGER, ADMIN = (
    "planner", "store", "operator", "sales", "accountant", "manager", "admin",
)


class Person:
    """A demo user at the end of a wire: plain calls, plain answers."""

    def __init__(self, login):
        self.login = login
        url = f"{support.setting('PSMS_URL')}/xmlrpc"
        password = support.setting("PSMS_PASSWORD", "psms")
        self._env = odooly.Client(url, support.setting("PSMS_DB"), login, password).env

    @property
    def uid(self):
        return self._env.uid

    def call(self, model, method, *args, **kwargs):
        return self._env.execute(model, method, *args, **kwargs)

    def create(self, model, values):
        return self.call(model, "create", values)

    def search(self, model, domain, **kwargs):
        return self.call(model, "search", domain, **kwargs)

    def rows(self, model, domain, fields, **kwargs):
        return self.call(model, "search_read", domain, fields, **kwargs)

    def row(self, model, record_id, *fields):
        [row] = self.call(model, "read", [record_id], list(fields))
        return row

    def value(self, model, record_id, field):
        """One field; of a many2one its id."""
        found = self.row(model, record_id, field)[field]
        return found[0] if isinstance(found, list) and len(found) == 2 and isinstance(found[1], str) else found


def people(*logins):
    return {login: Person(login) for login in logins}
