"""The ledger beside the goods: opening balance, and the stock valuation closed at the end of each month."""
from odoo.fields import Command

from .dates import UTC_OFFSET, at

OPENING_CASH = 1_500_000


class Books:
    def __init__(self, factory):
        self.factory = factory
        self.env = factory.env
        self.workdays = factory.workdays

    def open(self):
        """Cash and opening stock against paid-in capital."""
        company = self.factory.company
        capital = self.env["account.account"].search(
            [("company_ids", "in", company.id), ("account_type", "=", "equity")], order="code", limit=1)
        stock = {account: round(value, 2) for account, value in company.stock_value().items()}
        balances = {self.factory.bank.default_account_id: OPENING_CASH, **stock}
        entry = self.env["account.move"].create({
            "journal_id": company.account_stock_journal_id.id,
            "date": self._today(),
            "ref": "Opening balance 期初余额",
            "line_ids": [
                Command.create({"account_id": account.id, "name": "Opening balance 期初余额", "balance": balance})
                for account, balance in [*balances.items(), (capital, -sum(balances.values()))]
                if balance
            ],
        })
        entry.action_post()

    def close_month(self, day):
        """Close the stock valuation after the last working day of a month, and after the last day of the story."""
        following = self.workdays[day + 1]
        if following.month == self.workdays[day].month and day + 1 < self.workdays.today:
            return
        self.factory.clock.set(at(self.workdays[day], 19))
        company = self.factory.company
        if company._action_close_stock_valuation():  # else nothing has moved yet, which Odoo refuses to close
            company.action_close_stock_valuation(auto_post=True)

    def _today(self):
        return (self.factory.clock.now + UTC_OFFSET).date()
