"""Programs outside the server: one XML-RPC client per demo user, from Python's own library."""
import xmlrpc.client

import support

# logins of psms_demo by role
PLANNER, STORE, OPERATOR, SALES, ACCOUNTANT, MANAGER, ADMIN = (
    "planner", "store", "operator", "sales", "accountant", "manager", "admin",
)


class Person:
    """A demo user at the end of a wire: plain calls, plain answers. Not to be shared by threads."""

    def __init__(self, login):
        self.login = login
        url, self._database = support.setting("PSMS_URL"), support.setting("PSMS_DB")
        self._password = support.setting("PSMS_PASSWORD", "psms-demo")
        common = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/common")
        self.uid = common.authenticate(self._database, login, self._password, {})
        if not self.uid:
            raise RuntimeError(f"{login} cannot sign in to {self._database}: is PSMS_PASSWORD right?")
        self._object = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object")

    def call(self, model, method, *args, **kwargs):
        """The answer of a method; None where it has none, for which Odoo's XML-RPC (after its commit) has no word."""
        try:
            return self._object.execute_kw(self._database, self.uid, self._password, model, method, args, kwargs)
        except xmlrpc.client.Fault as fault:
            if "cannot marshal None" in fault.faultString:
                return None
            if "Traceback" not in fault.faultString:
                raise
            # an error that nobody meant for people: its end says what it was
            end = "\n".join(fault.faultString.strip().splitlines()[-5:])
            raise xmlrpc.client.Fault(fault.faultCode, f"{self.login}, {model}.{method}: Traceback ... {end}") from None

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
