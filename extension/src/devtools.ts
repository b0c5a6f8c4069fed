import browser from 'webextension-polyfill';

// The slash: Chrome resolves the paths from the extension's root, Firefox from this page.
void browser.devtools.panels.create('Hilo', '/icons/icon32.png', '/src/panel/panel.html');
