// Says what went wrong, in the words of the program.

const problem = document.getElementById('problem');
problem.querySelector('button').onclick = () => { problem.hidden = true; };

export function tell(message) {
  (document.querySelector('dialog[open]') ?? document.body).append(problem); // what is outside an open dialog is out of reach
  problem.querySelector('span').textContent = message;
  problem.hidden = false;
}

/** Does something; where it fails, says why. Whether it was done. */
export async function guarded(work) {
  try {
    await work();
    problem.hidden = true;
    return true;
  } catch (error) {
    tell(error.message);
    return false;
  }
}
