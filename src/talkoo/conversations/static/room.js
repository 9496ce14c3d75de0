// Says how long a room is still open. Without this the end stands there.
const language = document.documentElement.lang;
const inMinutes = new Intl.NumberFormat(language, { style: "unit", unit: "minute", unitDisplay: "long" });
const places = document.querySelectorAll("[data-until]");

function tell() {
  for (const place of places) {
    place.dataset.end ??= place.textContent.trim();
    const left = Math.ceil((new Date(place.dataset.until) - Date.now()) / 60000);
    place.textContent = left > 0 ? `${place.dataset.end} (${inMinutes.format(left)})` : place.dataset.over;
  }
}

tell();
setInterval(tell, 10000);
