// Reads a card's number and words from behind the # of its QR code, which no browser sends, and fills them in.
const form = document.getElementById("card");

function readCard() {
  const [selector, words] = decodeURIComponent(location.hash.slice(1)).split(".");
  if (!words) return;
  history.replaceState(null, "", form.action);
  form.elements.selector.value = selector;
  form.elements.words.value = words.replaceAll("-", " ");
  document.getElementById("from-card").hidden = false;
  form.querySelector("button").focus();
}

readCard();
addEventListener("hashchange", readCard);
