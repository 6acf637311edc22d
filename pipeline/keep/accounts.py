# SPDX-License-Identifier: EUPL-1.2
"""Who may use the desk: accounts, one-time links, sessions. Secrets stand in the ledger as digests only."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import UTC, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import IntegrityError

from pipeline.errors import ReviewError
from pipeline.keep import schema
from pipeline.keep.ledger import Ledger

SESSION_HOURS = 12
"""A session ends after a working day, used or not."""
RESERVED = frozenset({"newsreel", "operator", "automatik"})
"""Names that the ledger uses for what no person did."""
LINK_HOURS = 72
"""A one-time link waits over a weekend."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person at the desk. `roles` are names of roles, `trained_until` is a day (YYYY-MM-DD) or empty; `has_password` tells
    whether the one-time link was used."""

    id: int
    name: str
    pseudonym: str
    roles: tuple[str, ...]
    active: bool
    trained_until: str
    language: str
    has_password: bool


@dataclass(frozen=True, slots=True)
class Session:
    """An open session: its account and the token that every form of it carries."""

    account: Account
    token: str
    digest: str


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _account(given: RowMapping) -> Account:
    """Read an account from a row of `schema.account`."""
    return Account(
        int(str(given["id"])),
        str(given["name"]),
        str(given["pseudonym"]),
        tuple(str(given["roles"]).split()),
        bool(given["active"]),
        str(given["trained_until"]),
        str(given["language"]),
        bool(given["password"]),
    )


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of a ledger."""

    ledger: Ledger

    def all(self) -> tuple[Account, ...]:
        """Give all accounts by name."""
        with self.ledger.engine.connect() as connection:
            return tuple(
                _account(row) for row in connection.execute(select(schema.account).order_by(schema.account.c.name)).mappings()
            )

    def find(self, name: str) -> Account | None:
        """Find an account by its name, upper and lower case alike."""
        query = select(schema.account).where(func.lower(schema.account.c.name) == name.strip().lower())
        with self.ledger.engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return _account(row) if row is not None else None

    def get(self, number: int) -> Account | None:
        """Find an account by its number."""
        with self.ledger.engine.connect() as connection:
            row = connection.execute(select(schema.account).where(schema.account.c.id == number)).mappings().first()
        return _account(row) if row is not None else None

    def password(self, account: Account) -> str:
        """Give the hash of an account's password, empty where none was set yet."""
        with self.ledger.engine.connect() as connection:
            query = select(schema.account.c.password).where(schema.account.c.id == account.id)
            return str(connection.execute(query).scalar() or "")

    def add(self, name: str, roles: tuple[str, ...]) -> Account:
        """Add an account. Raises ReviewError where the name is taken or no name."""
        clean = self._free(name)
        row = insert(schema.account).values(
            name=clean, pseudonym=f"p-{secrets.token_hex(5)}", password="", roles=" ".join(roles), active=1, trained_until="",
            language="de", at=self.ledger.now(),
        )  # fmt: skip
        try:
            with self.ledger.write() as connection:
                connection.execute(row)
        except IntegrityError:
            raise ReviewError(f"Es gibt schon ein Konto „{clean}“.", "Bitte einen anderen Namen wählen.") from None
        made = self.find(clean)
        if made is None:
            raise AssertionError("an account that was just written is found")
        return made

    def _free(self, name: str) -> str:
        clean = " ".join(name.split())
        if not clean or len(clean) > 80 or not clean.isprintable() or clean.casefold() in RESERVED:
            raise ReviewError(
                "Dieser Name geht nicht: leer, länger als 80 Zeichen oder vergeben.", "Bitte einen Namen eintragen."
            )
        if self.find(clean) is not None:
            raise ReviewError(f"Es gibt schon ein Konto „{clean}“.", "Bitte einen anderen Namen wählen.")
        return clean

    def rename(self, account: Account, name: str) -> Account:
        """Give an account that nobody has used yet another name. Raises ReviewError where that is taken."""
        clean = self._free(name)
        self._set(account, name=clean)
        return replace(account, name=clean)

    def set_password(self, account: Account, hashed: str) -> None:
        """Take over the hash of a new password and end all sessions of the account."""
        self._set(account, password=hashed)
        self.close_all(account)

    def change(self, account: Account, roles: tuple[str, ...], active: bool, trained_until: str) -> None:
        """Change what an account may do. Its sessions end where it is switched off."""
        self._set(account, roles=" ".join(roles), active=int(active), trained_until=trained_until)
        if not active:
            self.close_all(account)

    def set_language(self, account: Account, language: str) -> None:
        """Choose the language of the desk for an account."""
        self._set(account, language=language)

    def _set(self, account: Account, **values: str | int) -> None:
        with self.ledger.write() as connection:
            connection.execute(update(schema.account).where(schema.account.c.id == account.id).values(**values))

    # ---- one-time links

    def invite(self, account: Account) -> str:
        """Make a one-time link → its secret. Earlier links of the account stop working."""
        secret = secrets.token_urlsafe(24)
        until = (self.ledger.clock().astimezone(UTC) + timedelta(hours=LINK_HOURS)).isoformat(timespec="milliseconds")
        t = schema.invitation
        with self.ledger.write() as connection:
            connection.execute(delete(t).where(t.c.account == account.id))
            connection.execute(insert(t).values(digest=_digest(secret), account=account.id, until=until, used=0))
        return secret

    def invited(self, secret: str) -> Account | None:
        """Tell whose one-time link this is, None where it is used, over or unknown."""
        t = schema.invitation
        query = select(t.c.account).where(t.c.digest == _digest(secret), t.c.used == 0, t.c.until > self.ledger.now())
        with self.ledger.engine.connect() as connection:
            number = connection.execute(query).scalar()
        return self.get(int(number)) if number is not None else None

    def use_link(self, secret: str) -> Account | None:
        """Use a one-time link up → its account; None for everybody but the first who comes."""
        account = self.invited(secret)
        t = schema.invitation
        with self.ledger.write() as connection:
            used = connection.execute(update(t).where(t.c.digest == _digest(secret), t.c.used == 0).values(used=1)).rowcount
        return account if used else None

    # ---- sessions

    def open(self, account: Account) -> str:
        """Open a session → the secret for the cookie."""
        secret = secrets.token_urlsafe(32)
        now = self.ledger.clock().astimezone(UTC)
        until = (now + timedelta(hours=SESSION_HOURS)).isoformat(timespec="milliseconds")
        t = schema.session
        with self.ledger.write() as connection:
            connection.execute(delete(t).where(t.c.until < self.ledger.now()))
            connection.execute(
                insert(t).values(digest=_digest(secret), account=account.id, token=secrets.token_urlsafe(24), until=until)
            )
        return secret

    def session(self, secret: str) -> Session | None:
        """Give the session of a cookie, None where it is over, unknown or its account switched off."""
        t, a = schema.session, schema.account
        query = (
            select(a, t.c.token, t.c.digest)
            .join(t, t.c.account == a.c.id)
            .where(t.c.digest == _digest(secret), t.c.until > self.ledger.now(), a.c.active == 1)
        )
        with self.ledger.engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        if row is None:
            return None
        return Session(_account(row), str(row["token"]), str(row["digest"]))

    def close(self, session: Session) -> None:
        """End a session."""
        with self.ledger.write() as connection:
            connection.execute(delete(schema.session).where(schema.session.c.digest == session.digest))

    def close_all(self, account: Account) -> None:
        """End all sessions of an account."""
        with self.ledger.write() as connection:
            connection.execute(delete(schema.session).where(schema.session.c.account == account.id))
