import '../../theme/edit.css';

export { AddPage } from './add-page.tsx';
export { EditPage } from './edit-server.tsx';
export { FilePage } from './file-problems.tsx';
