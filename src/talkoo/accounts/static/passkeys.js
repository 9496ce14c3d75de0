// Lets a device make or use a passkey. The form stays hidden where the browser cannot.
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const withBytes = (given) => ({ ...given, id: toBytes(given.id) });

async function optionsOf(form) {
  const given = form.dataset.options
    ? JSON.parse(document.getElementById(form.dataset.options).textContent)
    : await (await fetch(form.action, { headers: { Accept: "application/json" } })).json();
  const options = (given.creation_options ?? given.request_options).publicKey;
  options.challenge = toBytes(options.challenge);
  options.allowCredentials = options.allowCredentials?.map(withBytes);
  options.excludeCredentials = options.excludeCredentials?.map(withBytes);
  if (options.user) {
    options.user = withBytes(options.user);
    // It can be used without the password, so the device has to make sure who is there.
    const alone = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
    options.authenticatorSelection = { ...options.authenticatorSelection, ...alone };
  }
  return options;
}

function written(credential) {
  const { response } = credential;
  const parts = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) parts[part] = toText(response[part]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: parts,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const wrong = form.querySelector("[role=alert]");
    wrong.hidden = true;
    try {
      const publicKey = await optionsOf(form);
      form.elements.credential.value = written(await navigator.credentials[form.dataset.passkey]({ publicKey }));
      form.submit();
    } catch {
      wrong.hidden = false; // stopped, timed out, or not possible on this device
    }
  });
}
