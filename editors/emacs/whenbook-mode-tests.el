;;; whenbook-mode-tests.el --- Tests of the mode  -*- lexical-binding: t; -*-

;;; Code:

(require 'ert)
(require 'imenu)
(require 'whenbook-mode)

(defconst whenbook-tests--sample
  "// A comment with \"one mark.
message hello {
  ko: \"\"\"
    안녕 \"{user.name or 고객}\" // 님
    \"\"\"
}

/// They are welcomed.
trigger welcome \"Welcome 👋\" {
  on customer.wrote
  when all {
    user.plan is enterprise
    message.text contains any [
      \"a\",
      \"b {\"
    ]
  }
  do { send hello }
}

test \"A test\" {
  given {
    user.name is \"x\"
  }
  advance 1h30m
}
")

(defmacro whenbook-tests--with (&rest body)
  "Run BODY in a buffer with the sample."
  `(with-temp-buffer
     (insert whenbook-tests--sample)
     (whenbook-mode)
     (font-lock-ensure)
     (goto-char (point-min))
     ,@body))

(defun whenbook-tests--face (text)
  "The face of the first character of TEXT."
  (goto-char (point-min))
  (search-forward text)
  (let ((face (get-text-property (match-beginning 0) 'face)))
    (if (consp face) (car face) face)))

(ert-deftest whenbook-files-have-the-mode ()
  (should (eq (assoc-default "rules.when" auto-mode-alist #'string-match) 'whenbook-mode)))

(ert-deftest whenbook-indents-as-the-formatter-does ()
  (whenbook-tests--with
   (let ((text (save-excursion
                 ;; All but the text of several lines, whose blanks are its own.
                 (while (not (eobp))
                   (unless (nth 3 (syntax-ppss (line-beginning-position))) (delete-horizontal-space))
                   (forward-line))
                 (indent-region (point-min) (point-max))
                 (buffer-string))))
     (should (equal (substring-no-properties text) whenbook-tests--sample)))))

(ert-deftest whenbook-colours ()
  (whenbook-tests--with
   (should (eq (whenbook-tests--face "// A comment") 'font-lock-comment-delimiter-face))
   (should (eq (whenbook-tests--face "one mark") 'font-lock-comment-face))
   (should (eq (whenbook-tests--face "message hello") 'font-lock-keyword-face))
   (should (eq (whenbook-tests--face "hello {") 'font-lock-variable-name-face))
   (should (eq (whenbook-tests--face "안녕") 'font-lock-string-face))
   (should (eq (whenbook-tests--face "user.name or") 'font-lock-variable-name-face))
   (should (eq (whenbook-tests--face "// 님") 'font-lock-string-face))
   (should (eq (whenbook-tests--face "welcome \"") 'font-lock-function-name-face))
   (should (eq (whenbook-tests--face "contains any") 'font-lock-builtin-face))
   (should (eq (whenbook-tests--face "1h30m") 'font-lock-constant-face))))

(ert-deftest whenbook-index ()
  (whenbook-tests--with
   (let ((index (funcall imenu-create-index-function)))
     (should (equal (mapcar (lambda (kind) (cons (car kind) (mapcar #'car (cdr kind)))) index)
                    '(("Messages" "hello") ("Tests" "\"A test\"") ("Triggers" "welcome")))))))

(ert-deftest whenbook-comments ()
  (whenbook-tests--with
   (search-forward "on customer")
   (comment-line 1)
   (forward-line -1)
   (should (looking-at-p "  // on customer.wrote"))))

(ert-deftest whenbook-files-and-addresses ()
  (let ((file (expand-file-name "규칙 1.when" temporary-file-directory)))
    (should (equal (whenbook--file (whenbook--uri file)) (file-truename file)))))

(provide 'whenbook-mode-tests)
;;; whenbook-mode-tests.el ends here
