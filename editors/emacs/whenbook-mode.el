;;; whenbook-mode.el --- Rules for customer messaging  -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; A major mode for files of Whenbook (`.when'): colours, indentation,
;; comments, an index of what a file declares, and the language
;; server by eglot.  `M-x eglot' starts the server; to start it with
;; every file:
;;
;;     (add-hook 'whenbook-mode-hook #'eglot-ensure)
;;
;; The commands below C-c C- ask the server: to run tests, to play a
;; scenario, to try a rule, and more.

;;; Code:

(require 'cl-lib)
(require 'compile)
(require 'jsonrpc)
(require 'seq)
(require 'subr-x)
(require 'url-util)

(declare-function eglot-current-server "ext:eglot")
(defvar eglot-server-programs)

(defgroup whenbook nil
  "Rules for customer messaging."
  :group 'languages
  :prefix "whenbook-")

(defcustom whenbook-indent 2
  "How many blanks a block is indented."
  :type 'natnum
  :safe #'natnump)

(defcustom whenbook-server '("whenbook-lsp")
  "The language server and its arguments."
  :type '(repeat string))

;;; Colours

(defconst whenbook--declarations
  '("action" "activate" "attribute" "automation" "condition" "deactivate"
    "directory" "enum" "event" "first match" "lifecycle" "list" "message"
    "policy" "scenario" "schedule" "status" "test" "trigger" "use")
  "Words that begin a declaration.")

(defconst whenbook--clauses
  '("accept" "active" "advance" "after" "again" "agents" "as" "at" "capacity"
    "carries" "change of" "channels" "check" "closed" "counts" "default" "did"
    "do" "during" "every" "expect" "final" "fired" "from" "given" "highest"
    "if" "inactive" "known" "limit" "lowest" "new" "nobody" "nothing" "on"
    "once" "only" "open" "optional" "order" "per" "prefer" "raises" "receive"
    "refused" "repeat" "rows" "samples" "sent" "set" "since" "start" "states"
    "then" "timeline" "timer" "timezone" "to" "unless" "wait" "when" "while"
    "windows" "within" "writable")
  "Words of clauses and steps.")

(defconst whenbook--operators
  '("ago" "all" "and" "any" "between" "contain" "contains" "does" "ends"
    "exactly" "finds" "had" "has" "in the last" "in" "is" "less than"
    "matches" "more than" "none" "not" "or" "starts" "under" "was" "with")
  "Words of conditions.")

(defun whenbook--word (words)
  "A pattern for one of WORDS, not as part of a path."
  (concat "\\(?:^\\|[^._[:alnum:]]\\)" (regexp-opt words t) "\\_>\\(?:[^.]\\|$\\)"))

(defconst whenbook-font-lock-keywords
  (list
   '("\\_<\\(?:trigger\\|automation\\|scenario\\|condition\\|first match\\)[ \t]+\\(\\(?:\\sw\\|\\s_\\)+\\)"
     1 font-lock-function-name-face)
   '("\\_<\\(?:message\\|list\\|schedule\\|status\\)[ \t]+\\(\\(?:\\sw\\|\\s_\\)+\\)[ \t]*[{\"]"
     1 font-lock-variable-name-face)
   '("\\_<\\(?:lifecycle\\|enum\\)[ \t]+\\(\\(?:\\sw\\|\\s_\\)+\\)"
     1 font-lock-type-face)
   (list (concat "^" (regexp-opt whenbook--declarations t) "\\_>") 1 'font-lock-keyword-face)
   (list (whenbook--word whenbook--clauses) 1 'font-lock-keyword-face)
   (list (whenbook--word whenbook--operators) 1 'font-lock-builtin-face)
   '("\\_<\\(?:[0-9]+[smhd]\\)+\\_>\\|\\_<[0-9]\\{2\\}:[0-9]\\{2\\}\\_>\\|\\_<[0-9]\\{4\\}-[0-9]\\{2\\}-[0-9]\\{2\\}\\_>\\|\\_<[0-9]+\\(?:\\.[0-9]+\\)?%?"
     . font-lock-constant-face)
   '("\\_<\\(?:true\\|false\\|known\\|unknown\\|mon\\|tue\\|wed\\|thu\\|fri\\|sat\\|sun\\)\\_>"
     . font-lock-constant-face)
   '("{\\([[:alpha:]_][^{}\"\n]*\\)}" 1 (if (nth 3 (syntax-ppss)) font-lock-variable-name-face) prepend)
   '("\\(\\\\[n{\"\\]\\)" 1 (if (nth 3 (syntax-ppss)) font-lock-preprocessor-face) prepend))
  "What is coloured besides texts and comments.")

(defvar whenbook-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?' "." table)
    (modify-syntax-entry ?< "." table)
    (modify-syntax-entry ?> "." table)
    table)
  "Syntax of `whenbook-mode'.")

(defconst whenbook--syntax-propertize
  ;; The first of three quotation marks opens or closes a text of several lines.
  (syntax-propertize-rules ("\\(\"\\)\"\"[ \t]*$" (1 "|")) ("^[ \t]*\\(\"\\)\"\"" (1 "|")))
  "What the syntax table cannot say.")

;;; Indentation

(defun whenbook--depth-at (position)
  "How many blocks are open at POSITION, those of one line counted once."
  (let ((lines nil))
    (dolist (open (nth 9 (syntax-ppss position)) (length lines))
      (unless (eq (char-after open) ?\()
        (cl-pushnew (line-number-at-pos open t) lines)))))

(defun whenbook-indent-line ()
  "Indent this line as the formatter does."
  (interactive)
  (let* ((start (line-beginning-position))
         (state (save-excursion (syntax-ppss start))))
    ;; Texts keep the blanks that their author gave them.
    (unless (nth 3 state)
      (let* ((closes (save-excursion
                       (goto-char start)
                       (skip-chars-forward " \t]})")
                       (skip-chars-backward " \t")
                       (point)))
             (depth (whenbook--depth-at (if (> closes start) closes start)))
             (column (* whenbook-indent depth)))
        (if (<= (current-column) (current-indentation))
            (indent-line-to column)
          (save-excursion (indent-line-to column)))))))

;;; An index of what a file declares

(defconst whenbook-imenu-expression
  (mapcar (lambda (kind)
            (list (capitalize (car kind))
                  (concat "^[ \t]*" (cdr kind) "[ \t]+\\(\"[^\"\n]*\"\\|\\(?:\\sw\\|\\s_\\)+\\)")
                  1))
          '(("triggers" . "trigger") ("automations" . "automation") ("tests" . "test")
            ("scenarios" . "scenario") ("conditions" . "condition") ("messages" . "message")
            ("lists" . "list") ("schedules" . "schedule") ("lifecycles" . "lifecycle")
            ("first matches" . "first[ \t]+match")))
  "For `imenu-generic-expression'.")

;;; What the server is asked

(defun whenbook--uri (file)
  "The address of FILE."
  (concat "file://" (url-hexify-string (file-truename file) url-path-allowed-chars)))

(defun whenbook--file (uri)
  "The file at URI."
  (decode-coding-string (url-unhex-string (string-remove-prefix "file://" uri)) 'utf-8))

(defun whenbook--ask (command &rest argument)
  "Have the server carry out COMMAND; ARGUMENT is a plist beside this file."
  (let ((server (and (fboundp 'eglot-current-server) (eglot-current-server))))
    (unless server
      (user-error "No server runs for this file: M-x eglot starts it"))
    (condition-case refused
        (jsonrpc-request server :workspace/executeCommand
                         (list :command command
                               :arguments (vector (append (list :uri (whenbook--uri buffer-file-name)) argument)))
                         :timeout 60)
      (jsonrpc-error
       (user-error "%s" (or (alist-get 'jsonrpc-error-message (cdr refused)) (cadr refused)))))))

(defun whenbook--show (name text)
  "Show TEXT in a buffer called NAME."
  (with-current-buffer (get-buffer-create (format "*whenbook %s*" name))
    (let ((inhibit-read-only t))
      (erase-buffer)
      (insert text)
      (unless (bolp) (insert "\n"))
      (goto-char (point-min)))
    (special-mode)
    (visual-line-mode)
    (display-buffer (current-buffer))
    (current-buffer)))

(defun whenbook--tests ()
  "All tests and scenarios of the book."
  (append (plist-get (whenbook--ask "whenbook.tests") :tests) nil))

(defun whenbook--here-p (thing)
  "Whether THING stands in this file where point is."
  (when-let ((range (plist-get thing :range)))
    (and (equal (plist-get thing :uri) (whenbook--uri buffer-file-name))
         (<= (plist-get (plist-get range :start) :line)
             (1- (line-number-at-pos nil t))
             (plist-get (plist-get range :end) :line)))))

(defun whenbook--test-name ()
  "The test or scenario at point, or one that is chosen."
  (let* ((tests (whenbook--tests))
         (here (seq-find #'whenbook--here-p tests)))
    (if (and here (not current-prefix-arg))
        (plist-get here :name)
      (completing-read "Which one? " (mapcar (lambda (test) (plist-get test :name)) tests) nil t))))

(defun whenbook--rule-name ()
  "The rule at point, or one whose name is typed in."
  (save-excursion
    (end-of-line)
    (if (re-search-backward "^[ \t]*\\(?:trigger\\|automation\\)[ \t]+\\(\\(?:\\sw\\|\\s_\\)+\\)" nil t)
        (match-string-no-properties 1)
      (read-string "Which rule? "))))

(defun whenbook--failure (test failure)
  "The lines of a FAILURE of TEST, as `compilation-mode' reads them."
  (let* ((place (if (plist-get failure :uri) failure test))
         (start (plist-get (plist-get place :range) :start)))
    (format "%s:%d:%d: error: %s\n  %s\n"
            (whenbook--file (plist-get place :uri))
            (1+ (plist-get start :line))
            (1+ (plist-get start :character))
            (plist-get test :name)
            (string-join (split-string (plist-get failure :message) "\n") "\n  "))))

(defun whenbook--run (&rest argument)
  "Run the tests that ARGUMENT says; what fails can be gone to."
  (let* ((answer (apply #'whenbook--ask "whenbook.runTests" argument))
         (tests (append (plist-get answer :tests) nil))
         (passed (seq-count (lambda (test) (eq (plist-get test :passed) t)) tests))
         (summary (format "%d passed, %d failed" passed (- (length tests) passed)))
         (lines (mapcan (lambda (test)
                          (mapcar (lambda (failure) (whenbook--failure test failure))
                                  (append (plist-get test :failures) nil)))
                        tests)))
    (with-current-buffer (get-buffer-create "*whenbook tests*")
      (let ((inhibit-read-only t))
        (erase-buffer)
        (insert (string-join lines) "\n" summary "\n"))
      (compilation-mode)
      (goto-char (point-min))
      (when lines (display-buffer (current-buffer))))
    (message "Whenbook: %s" summary)
    summary))

(defun whenbook-run-test (name)
  "Run the test called NAME: the one at point, or with a prefix one you choose."
  (interactive (list (whenbook--test-name)))
  (whenbook--run :names (vector name)))

(defun whenbook-run-all-tests ()
  "Run all tests of the book."
  (interactive)
  (whenbook--run))

(defun whenbook--step (step shown)
  "The lines of a STEP of a story; its reasons are left out if they are SHOWN."
  (let ((rule (plist-get step :rule))
        (why (plist-get step :why)))
    (concat
     (format "%s  %s: %s\n"
             (plist-get step :clock)
             (or (plist-get rule :name) (plist-get step :name) (plist-get step :actor))
             (plist-get step :text))
     (when-let ((expected (plist-get step :expected)))
       (format "  expected: %s\n  happened: %s\n" expected (plist-get step :happened)))
     (unless (equal why shown)
       (propertize (mapconcat (lambda (line) (format "          %s\n" line)) why "")
                   'invisible 'whenbook-why 'face 'shadow)))))

(defun whenbook-toggle-why ()
  "Show or hide why rules did or did not act."
  (interactive)
  (if (memq 'whenbook-why buffer-invisibility-spec)
      (remove-from-invisibility-spec 'whenbook-why)
    (add-to-invisibility-spec 'whenbook-why))
  (force-window-update (current-buffer)))

(defun whenbook-play (name)
  "Play the test or scenario called NAME as a chat; TAB there shows the reasons."
  (interactive (list (whenbook--test-name)))
  (let* ((story (whenbook--ask "whenbook.play" :name name))
         (shown nil)
         (steps (mapconcat (lambda (step)
                             (prog1 (whenbook--step step shown) (setq shown (plist-get step :why))))
                           (plist-get story :steps) ""))
         (buffer (whenbook--show (concat "play " name) (concat (plist-get story :title) "\n\n" steps))))
    (with-current-buffer buffer
      (setq buffer-invisibility-spec '(whenbook-why))
      (use-local-map (copy-keymap (current-local-map)))
      (local-set-key (kbd "TAB") #'whenbook-toggle-why))
    buffer))

(defun whenbook-graph (&optional picture)
  "List what can raise what; with a prefix argument, PICTURE, show it drawn."
  (interactive "P")
  (let* ((graph (whenbook--ask "whenbook.graph"))
         (nodes (append (plist-get graph :nodes) nil))
         (label (lambda (id)
                  (let ((node (seq-find (lambda (node) (equal (plist-get node :id) id)) nodes)))
                    (if (equal (plist-get node :label) "") "•"
                      (string-replace "\n" ", " (plist-get node :label))))))
         (edge (lambda (edge)
                 (format "  %s -> %s%s\n"
                         (funcall label (plist-get edge :from))
                         (funcall label (plist-get edge :to))
                         (if (equal (plist-get edge :label) "") ""
                           (format "  (%s)" (plist-get edge :label))))))
         (part (lambda (part)
                 (let ((here (seq-filter (lambda (edge) (equal (plist-get edge :part) (plist-get part :name)))
                                         (plist-get graph :edges))))
                   (concat (plist-get part :title) "\n\n" (mapconcat edge here "") "\n")))))
    (if (and picture (plist-get graph :svg))
        (let ((buffer (whenbook--show "picture" (plist-get graph :svg))))
          (with-current-buffer buffer
            (when (image-type-available-p 'svg) (image-mode)))
          buffer)
      (whenbook--show "graph" (mapconcat part (plist-get graph :parts) "")))))

(defun whenbook-try (rule)
  "Try RULE, the one at point, on an event that fulfils its condition."
  (interactive (list (whenbook--rule-name)))
  (whenbook--show (concat "try " rule) (plist-get (whenbook--ask "whenbook.try" :rule rule) :text)))

(defun whenbook-why (log)
  "Say why rules did or did not act on an event of LOG, a file of JSON lines."
  (interactive "fLog of events: ")
  (whenbook--show "why" (plist-get (whenbook--ask "whenbook.why" :log (expand-file-name log)) :text)))

;;; The mode

(defvar whenbook-mode-map
  (let ((map (make-sparse-keymap)))
    (define-key map (kbd "C-c C-t") #'whenbook-run-test)
    (define-key map (kbd "C-c C-a") #'whenbook-run-all-tests)
    (define-key map (kbd "C-c C-p") #'whenbook-play)
    (define-key map (kbd "C-c C-g") #'whenbook-graph)
    (define-key map (kbd "C-c C-r") #'whenbook-try)
    (define-key map (kbd "C-c C-w") #'whenbook-why)
    map)
  "Keys of `whenbook-mode'.")

;;;###autoload
(define-derived-mode whenbook-mode prog-mode "Whenbook"
  "Rules for customer messaging.

\\{whenbook-mode-map}"
  (setq-local comment-start "// "
              comment-start-skip "//+[ \t]*"
              comment-end ""
              indent-line-function #'whenbook-indent-line
              indent-tabs-mode nil
              tab-width whenbook-indent
              electric-indent-chars (append "{}[]" electric-indent-chars)
              parse-sexp-lookup-properties t
              syntax-propertize-function whenbook--syntax-propertize
              imenu-generic-expression whenbook-imenu-expression
              font-lock-defaults '(whenbook-font-lock-keywords)))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.when\\'" . whenbook-mode))

(with-eval-after-load 'eglot
  ;; What commands answer is shown here, so the server need not say it in a message.
  (add-to-list 'eglot-server-programs
               (cons 'whenbook-mode
                     (append whenbook-server '(:initializationOptions (:showsResults t))))))

(provide 'whenbook-mode)
;;; whenbook-mode.el ends here
