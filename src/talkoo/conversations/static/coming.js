// While the picture is being worked out the page answers 202. Ask quietly now and then, and reload once it is there.
const EVERY = 3000;
const AT_MOST = 100;

for (let asked = 0; asked < AT_MOST; asked += 1) {
  await new Promise((done) => setTimeout(done, EVERY));
  if (document.hidden) continue;
  const answer = await fetch(location.href).catch(() => null);
  if (answer?.ok && answer.status !== 202) {
    location.reload();
    break;
  }
}
