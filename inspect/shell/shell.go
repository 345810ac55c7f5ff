// Package shell prints the results of queries and is the SQL shell over the
// objects of a state folder.
//
// [NewFormat] makes the printers that `dotool sql` shares. What is asked and
// found is package inspect's.
package shell
