import { el } from './dom.js';
import { addTask, lists, tasks, toggleTask } from './store.js';

/** One list of tasks: those that match `where`, which a new one gets too. */
export function tasksView(title, where) {
  const rows = el('ul', { class: 'tasks' });
  const count = el('p', { class: 'quiet' });

  const show = () => {
    const matching = tasks().filter((task) =>
      Object.entries(where).every(([key, value]) => task[key] === value),
    );
    const open = matching.filter((task) => !task.done).length;
    count.textContent = open ? `${open} to do` : 'All done. Go outside.';
    rows.replaceChildren(...matching.map((task) => row(task, where, show)));
  };

  show();
  return [el('h1', {}, title), count, rows, newTask(where, show)];
}

function row(task, where, changed) {
  const box = el('input', {
    type: 'checkbox',
    id: `task-${task.id}`,
    onchange: () => {
      toggleTask(task.id);
      changed();
      document.getElementById(`task-${task.id}`)?.focus();
    },
  });
  box.checked = task.done;
  const label = el('label', { for: box.id }, task.text);
  return el(
    'li',
    {},
    box,
    label,
    where.list ? null : el('span', { class: 'tag', 'data-dot': task.list }, lists[task.list]),
  );
}

function newTask(where, changed) {
  const field = el('input', {
    name: 'text',
    placeholder: 'New task',
    'aria-label': 'New task',
    maxlength: 200,
    autocomplete: 'off',
  });
  const add = (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    addTask(field.value.trim(), where);
    field.value = '';
    changed();
  };
  return el('form', { class: 'new', onsubmit: add }, field, el('button', { class: 'button' }, 'Add'));
}
