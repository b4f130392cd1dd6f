// Solves the form's puzzle before it is sent. Nothing leaves the page but the form itself.
"use strict";

const AT_ONCE = 500;

function zeroBits(hash) {
  const octets = new Uint8Array(hash);
  let bits = 0;
  for (const octet of octets) {
    if (octet !== 0) {
      return bits + Math.clz32(octet) - 24;
    }
    bits += 8;
  }
  return bits;
}

async function solve(prefix, bits) {
  const encoder = new TextEncoder();
  for (let from = 0; ; from += AT_ONCE) {
    const hashes = await Promise.all(Array.from({ length: AT_ONCE },
      (unused, i) => crypto.subtle.digest("SHA-256", encoder.encode(prefix + (from + i)))));
    const found = hashes.findIndex(hash => zeroBits(hash) >= bits);
    if (found >= 0) {
      return String(from + found);
    }
  }
}

for (const form of document.querySelectorAll("form[data-proof-bits]")) {
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const fields = form.elements;
    const button = form.querySelector("button");
    const status = form.querySelector("[data-text]");
    status.textContent = status.dataset.text;
    button.disabled = true;
    try {
      fields.proof.value = await solve(fields.stamp.value + ":" + fields.email.value + ":", Number(form.dataset.proofBits));
    } finally {
      button.disabled = false;
      status.textContent = "";
    }
    // Does not come back here, other than a press of the button.
    form.submit();
  });
}
