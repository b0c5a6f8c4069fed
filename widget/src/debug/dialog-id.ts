/** The dialog is not part of the screen that a blob describes. */
export const dialogId = 'hilo-debug';
