/** What the app keeps in this browser. Where storage is blocked or full, it works without memory. */
const memory = new Map();

export function read(key, otherwise) {
  try {
    const text = localStorage.getItem(key);
    return text === null ? (memory.get(key) ?? otherwise) : JSON.parse(text);
  } catch {
    return memory.get(key) ?? otherwise;
  }
}

export function keep(key, value) {
  memory.set(key, value);
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Kept in memory above.
  }
}

const firstTasks = [
  { id: 1, text: 'Pack the tent and count the pegs', list: 'camp', when: 'today', done: false },
  { id: 2, text: 'Book the 7:40 to Bergen', list: 'camp', when: 'today', done: true },
  { id: 3, text: 'Send Vera the route', list: 'camp', when: 'today', done: false },
  { id: 4, text: 'Oil the boots', list: 'camp', when: 'later', done: false },
  { id: 5, text: 'Choose the kitchen tiles', list: 'house', when: 'today', done: false },
  { id: 6, text: 'Call the plumber about the tap', list: 'house', when: 'later', done: false },
  { id: 7, text: 'Measure the window seat', list: 'house', when: 'later', done: false },
];

export const lists = { camp: 'A week outdoors', house: 'The house' };

export const user = () => read('norte-user', null);
export const setUser = (next) => keep('norte-user', next);

const tasksKey = () => `norte-tasks-${user()?.userId ?? 'nobody'}`;
export const tasks = () => read(tasksKey(), firstTasks);

export function addTask(text, where) {
  const id = Math.max(0, ...tasks().map((task) => task.id)) + 1;
  keep(tasksKey(), [
    ...tasks(),
    { id, text, list: where.list ?? 'house', when: where.when ?? 'later', done: false },
  ]);
}

export function toggleTask(id) {
  keep(
    tasksKey(),
    tasks().map((task) => (task.id === id ? { ...task, done: !task.done } : task)),
  );
}
