/** The brand's mark, in the colour of the text around it. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 32 32" width="16" height="16" aria-hidden="true">
      <path
        fill="none"
        stroke="currentColor"
        strokeWidth="3.4"
        strokeLinecap="round"
        strokeLinejoin="round"
        d="M3 28.6H17.5A12.2 12.2 0 1 0 5.3 16.4C5.3 21.5 8.8 24.2 12.2 22.6C15.9 20.8 14.8 14.8 20.7 14.8"
      />
    </svg>
  );
}
