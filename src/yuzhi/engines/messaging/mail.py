"""Electronic mail through one SMTP server."""

import hashlib
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

from yuzhi.engines.messaging.port import Envelope, Outcome

_TIMEOUT = 20.0
_PERMANENT = 500
_NO_SUCH = (550, 551, 553, 554, 556)


@dataclass(frozen=True, slots=True)
class Mail:
    """An SMTP server that takes mail over for us; with a user it is signed in to, never without encryption then."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    starttls: bool = True

    def send(self, envelope: Envelope) -> Outcome:
        """What the server answered; a server that cannot be reached is tried again."""
        try:
            with smtplib.SMTP(self.host, self.port, timeout=_TIMEOUT) as server:
                if self.starttls:
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(self.letter(envelope))
        except smtplib.SMTPRecipientsRefused as refused:
            code, said = next(iter(refused.recipients.values()))
            return _answered(code, said)
        except smtplib.SMTPResponseException as answered:
            return Outcome("retry", f"邮件服务器答复 {answered.smtp_code}：{_text(answered.smtp_error)}")
        except (OSError, smtplib.SMTPException) as fault:
            return Outcome("retry", f"连不上邮件服务器 {self.host}:{self.port}（{fault}）")
        except ValueError as fault:
            return Outcome("refused", f"邮件地址写法不对（{fault}）", dead=True)
        return Outcome("accepted", "邮件服务器已接收", _identity(envelope, self.sender))

    def letter(self, envelope: Envelope) -> EmailMessage:
        """The mail as it is sent; every attempt of a message has the same identity."""
        made = EmailMessage()
        made["From"], made["To"], made["Subject"] = self.sender, envelope.to, envelope.title
        made["Message-ID"] = _identity(envelope, self.sender)
        made["Auto-Submitted"] = "auto-generated"
        made.set_content(envelope.body)
        return made


def _identity(envelope: Envelope, sender: str) -> str:
    domain = sender.rpartition("@")[2].strip(">") or "localhost"
    named = hashlib.sha256(f"{envelope.key}|{envelope.to}".encode()).hexdigest()[:40]
    return f"<{named}@{domain}>"


def _answered(code: int, said: bytes | str) -> Outcome:
    told = f"邮件服务器答复 {code}：{_text(said)}"
    if code >= _PERMANENT:
        return Outcome("refused", told, dead=code in _NO_SUCH)
    return Outcome("retry", told)


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
