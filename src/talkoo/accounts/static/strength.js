// Says how hard a new password is to guess. Rough on purpose: what repeats or counts up is worth little.
const ROWS = "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm";

function bits(password) {
  const text = password.toLowerCase();
  const fresh = [...text].filter((sign, at) => {
    const pair = text.slice(at - 1, at + 1);
    return at === 0 || !(sign === text[at - 1] || ROWS.includes(pair) || text.slice(0, at).includes(pair));
  });
  const mixed = /\d/.test(password) + /[^\p{L}\d\s]/u.test(password) + /\p{Lu}/u.test(password.slice(1));
  return fresh.length * (2.6 + 0.6 * mixed);
}

for (const input of document.querySelectorAll("input[data-strength]")) {
  const meter = document.createElement("meter");
  const says = document.createElement("p");
  Object.assign(meter, { min: 0, max: 60 });
  meter.setAttribute("aria-hidden", "true"); // the words beside it say the same
  says.className = "small quiet";
  says.setAttribute("role", "status");
  input.after(meter, says);
  const look = () => {
    meter.value = bits(input.value);
    const { tooShort, weak, fair, good } = input.dataset;
    says.textContent = !input.value ? "" : input.value.length < 12 ? tooShort : meter.value < 35 ? weak : meter.value < 45 ? fair : good;
  };
  input.addEventListener("input", look);
}
