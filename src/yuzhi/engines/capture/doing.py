"""What a person would do with a page: find a thing by its words or its selector, click it, fill it in, press a key.

Things are looked for in a world of their own, where the page's scripts cannot answer in their place; clicks and keys come from the browser.
"""

import json
from typing import Any, Protocol

from yuzhi.engines.capture.steps import KEYS, Step
from yuzhi.kernel.errors import Refused

_FIND = """(wanted => {
  const seen = one => { const box = one.getBoundingClientRect(); return box.width > 0 && box.height > 0 && getComputedStyle(one).visibility !== "hidden" };
  const words = one => (one.innerText || one.value || one.placeholder || one.getAttribute("aria-label") || "").trim();
  let found;
  if (wanted.selector) {
    try { found = [...document.querySelectorAll(wanted.selector)] } catch { return { wrong: true } }
  } else {
    const all = [...document.querySelectorAll(wanted.fill ? "input,textarea,select,label"
      : "a,button,input,label,summary,option,[role],[onclick],li,span,div")];
    const exact = all.filter(one => words(one) === wanted.text);
    found = (exact.length ? exact : all.filter(one => words(one).includes(wanted.text))).filter(seen);
    found = found.filter(one => !found.some(other => other !== one && one.contains(other)));
  }
  found = found.filter(seen);
  let one = found[0];
  if (one && wanted.fill && one.tagName === "LABEL") one = one.control;
  if (!one) return { none: true };
  one.scrollIntoView({ block: "center", inline: "center" });
  if (wanted.fill) one.focus();
  if (wanted.fill && one.select) one.select();
  const box = one.getBoundingClientRect();
  const chosen = one.tagName === "SELECT" ? [...one.options].find(row => row.text.trim() === wanted.value) : null;
  if (chosen) { one.value = chosen.value; for (const name of ["input", "change"]) one.dispatchEvent(new Event(name, { bubbles: true })) }
  return { x: box.x + box.width / 2, y: box.y + box.height / 2, many: found.length, tag: one.tagName, type: one.type || "", chosen: !!chosen };
})"""


class Hand(Protocol):
    """Whatever gives orders to the page."""

    def call(self, method: str, seconds: float = 30, **params: Any) -> dict[str, Any]:
        """The result of an order."""


def click(hand: Hand, step: Step, number: int) -> None:
    """The thing is clicked in its middle, as with a mouse.

    Raises: Refused where it is not there.
    """
    _clicked(hand, _found(hand, step, number))


def _clicked(hand: Hand, at: dict[str, Any]) -> None:
    place: dict[str, Any] = {"x": at["x"], "y": at["y"], "button": "left", "clickCount": 1}
    hand.call("Input.dispatchMouseEvent", type="mouseMoved", x=at["x"], y=at["y"])
    for kind in ("mousePressed", "mouseReleased"):
        hand.call("Input.dispatchMouseEvent", 30, type=kind, **place)


def fill(hand: Hand, step: Step, number: int) -> None:
    """The field holds the value, as if it had been typed; a list has the row of that name chosen.

    Raises: Refused where it is not there, is no field, or would show a secret.
    """
    at = _found(hand, step, number)
    if step.secret and at["type"] != "password":
        raise Refused(f"第 {number} 步：保密内容只能填进口令框，“{step.what}”不是口令框，会显示在截图上；没有取证。")
    if at["tag"] == "SELECT":
        if not at["chosen"]:
            raise Refused(f"第 {number} 步：“{step.what}”里没有“{step.value[:60]}”可选，没有取证。")
        return
    if at["tag"] not in ("INPUT", "TEXTAREA"):
        raise Refused(f"第 {number} 步：“{step.what}”不能填写，没有取证。请写输入框上的字，或 #编号 这样的选择器。")
    hand.call("Input.insertText", text=step.value)


def press(hand: Hand, step: Step) -> None:
    """The key is pressed and let go."""
    code, text = KEYS[step.what]
    key: dict[str, Any] = {"key": step.what, "code": step.what, "windowsVirtualKeyCode": code}
    hand.call("Input.dispatchKeyEvent", 30, type="keyDown", **key, **({"text": text} if text else {}))
    hand.call("Input.dispatchKeyEvent", 30, type="keyUp", **key)


def world(hand: Hand) -> int:
    """A world of scripts that the page's own do not see."""
    frame = hand.call("Page.getFrameTree")["frameTree"]["frame"]["id"]
    return int(hand.call("Page.createIsolatedWorld", frameId=frame)["executionContextId"])


def _found(hand: Hand, step: Step, number: int) -> dict[str, Any]:
    selector = step.what.removeprefix("css=") if step.what.startswith(("#", ".", "[", "css=")) else ""
    wanted = {"selector": selector, "text": "" if selector else step.what, "fill": step.verb == "fill", "value": "" if step.secret else step.value}
    said = hand.call("Runtime.evaluate", contextId=world(hand), returnByValue=True, expression=f"{_FIND}({json.dumps(wanted)})")
    at: dict[str, Any] = said.get("result", {}).get("value") or {"none": True}
    if at.get("wrong"):
        raise Refused(f"第 {number} 步：“{step.what}”不是选择器，没有取证。")
    if at.get("none"):
        raise Refused(f"第 {number} 步：页面上看不到“{step.what}”，没有取证。请核对文字或选择器；在内嵌框架里的找不到。")
    return at
