/** Where the field "Note" of the page is, as a script says it. */
export const NOTE = '<box>110,10,140,400</box>';

/** A page that tells everybody what is put into its fields: in its address, its title, its text, and in a dialog. */
export const NOTES = `<!doctype html>
<title>Notes</title>
<style>input { position: fixed; left: 0; width: 500px; height: 50px }</style>
<label>Note <input style="top: 100px"></label>
<label>Password <input type="password" style="top: 200px"></label>
<output style="position: fixed; top: 300px"></output>
<script>
  document.addEventListener('input', ({ target: { value } }) => {
    history.replaceState(null, '', '?written=' + encodeURIComponent(value) + '#' + encodeURIComponent(value));
    document.title = 'Notes: ' + value;
    document.querySelector('output').textContent = 'You wrote ' + value;
    if (value.length > 15) setTimeout(() => alert('Is it right? ' + value));
  });
</script>`;
