;;; emacs.el --- Drives the mode of `editors/emacs' with eglot  -*- lexical-binding: t; -*-

;;; Commentary:

;; emacs --batch -L editors/emacs -l emacs.el -f ert-run-tests-batch-and-exit
;; Each test opens files of its own copy of the books.

;;; Code:

(require 'ert)
(require 'package)
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
(package-initialize)
(setq whenbook-server (list (getenv "WHENBOOK_LSP")))
(require 'whenbook-mode)
(require 'eglot)
(require 'flymake)

(setq eglot-sync-connect 20
      eglot-autoshutdown t
      eglot-confirm-server-initiated-edits nil
      make-backup-files nil
      create-lockfiles nil)

;; Changes to several files are asked about.
(fset 'y-or-n-p #'always)

(defun in-books (name)
  "The file called NAME in the copy of the books."
  (expand-file-name name (getenv "WHENBOOK_BOOKS")))

(defun wait-for (what holds)
  "Wait until HOLDS gives something; WHAT it is about."
  (let ((end (+ (float-time) 20)) answer)
    (while (not (setq answer (funcall holds)))
      (when (> (float-time) end) (error "Waited in vain for %s" what))
      (accept-process-output nil 0.05))
    answer))

(defmacro with-open (name &rest body)
  "Open the file NAME with a server, and do BODY there."
  (declare (indent 1))
  `(with-current-buffer (find-file-noselect (in-books ,name))
     (should (eq major-mode 'whenbook-mode))
     (goto-char (point-min))
     (eglot--connect (list major-mode) (cons 'transient default-directory) 'eglot-lsp-server
                     (append whenbook-server '(:initializationOptions (:showsResults t))) "whenbook")
     (eglot--maybe-activate-editing-mode)
     (should (eglot-managed-p))
     (let ((server (eglot-current-server)))
       (unwind-protect (progn ,@body)
         (eglot-shutdown server nil 10)
         (should-not (jsonrpc-running-p server))
         (set-buffer-modified-p nil)
         (kill-buffer)))))

(defun diagnostics ()
  "What flymake shows, when it shows something."
  (flymake-mode 1)
  (flymake-start)
  (wait-for "a diagnostic" #'flymake-diagnostics))

(ert-deftest a-finding-is-shown-where-it-is ()
  (with-open "broken/broken.when"
    (let ((shown (car (diagnostics))))
      (should (string-match-p "E0204" (flymake-diagnostic-text shown)))
      (should (string-match-p "there is no attribute `user.nmae`" (flymake-diagnostic-text shown)))
      (should (equal (buffer-substring (flymake-diagnostic-beg shown) (flymake-diagnostic-end shown)) "user.nmae")))))

(ert-deftest a-fix-is-applied ()
  (with-open "broken/broken.when"
    (diagnostics)
    (search-forward "user.n")
    (eglot-code-actions (point) (point) "quickfix" t)
    (should (save-excursion (goto-char (point-min)) (search-forward "{user.name}" nil t)))))

(ert-deftest events-are-completed ()
  (with-open "book/rules.when"
    (search-forward "on customer.wrote")
    (delete-char (- (length "wrote")))
    (let* ((table (eglot-completion-at-point))
           (all (all-completions "" (nth 2 table))))
      (should (seq-some (lambda (each) (string-match-p "customer.wrote" each)) all)))))

(ert-deftest a-condition-is-explained ()
  (with-open "book/rules.when"
    (search-forward "when vip")
    (let ((said nil))
      (eglot-hover-eldoc-function (lambda (text &rest _) (setq said text)))
      (should (string-match-p "Customers who pay most" (wait-for "the hover" (lambda () said)))))))

(ert-deftest a-name-is-changed-in-all-files ()
  (with-open "book/rules.when"
    (search-forward "send welcome")
    (eglot-rename "hello_text")
    (should (save-excursion (goto-char (point-min)) (search-forward "send hello_text" nil t)))
    (with-current-buffer (find-file-noselect (in-books "book/texts.when"))
      (should (save-excursion (goto-char (point-min)) (search-forward "message hello_text {" nil t)))
      (set-buffer-modified-p nil))))

(ert-deftest a-file-is-laid-out ()
  (with-open "messy/messy.when"
    (eglot-format-buffer)
    (should (equal (buffer-string)
                   "condition busy when account.queue_size > 10\nlist cities { \"서울\", \"Paris\" }\n"))))

(ert-deftest the-test-at-point-is-run ()
  (with-open "book/tests.when"
    (search-forward "A VIP")
    (should (equal (call-interactively #'whenbook-run-test) "1 passed, 0 failed"))
    (should (equal (whenbook-run-all-tests) "1 passed, 1 failed"))
    (with-current-buffer "*whenbook tests*"
      (should (string-match-p "tests.when:11:[0-9]+: error: This one fails" (buffer-string))))))

(ert-deftest a-test-is-played ()
  (with-open "book/tests.when"
    (search-forward "A VIP")
    (with-current-buffer (call-interactively #'whenbook-play)
      (should (string-match-p "welcome: 민아님, 어서 오세요 👋" (buffer-string)))
      ;; Why it was sent is shown when it is asked for.
      (search-forward "`welcome` fired")
      (should (invisible-p (1- (point))))
      (whenbook-toggle-why)
      (should-not (invisible-p (1- (point)))))))

(ert-deftest what-raises-what-is-listed ()
  (with-open "book/rules.when"
    (with-current-buffer (whenbook-graph) (should (string-match-p " -> " (buffer-string))))))

(ert-deftest a-rule-is-tried ()
  (with-open "book/rules.when"
    (search-forward "send")
    (with-current-buffer (call-interactively #'whenbook-try) (should (string-match-p "welcome" (buffer-string))))))

(ert-deftest a-log-is-explained ()
  (with-open "book/rules.when"
    (with-current-buffer (whenbook-why (in-books "book/log.jsonl"))
      (should (string-match-p "welcome" (buffer-string))))))

;;; emacs.el ends here
