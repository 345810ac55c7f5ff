package commands

import (
	"context"
	"maps"

	"github.com/dotool-dev/dotool/commands/local"
	"github.com/dotool-dev/dotool/commands/ui"
	"github.com/dotool-dev/dotool/inspect/r2"
)

type r2Options struct {
	Bucket    string
	Keys      []string
	Prefix    string
	Delimiter string
	Limit     int    // 0: all
	File      string // to write to or read from; "" and "-" are stdout and stdin
	Force     bool
	HTTP      r2.HTTPMetadata
	Custom    map[string]string
}

// r2Object is an object of a bucket as JSON.
type r2Object struct {
	Key            local.JSONText    `json:"key"`
	SizeBytes      int64             `json:"sizeBytes"`
	ETag           string            `json:"etag"`
	Version        string            `json:"version"`
	UploadedAt     string            `json:"uploadedAt"`
	HTTPMetadata   map[string]string `json:"httpMetadata"`
	CustomMetadata map[string]string `json:"customMetadata"`
	Body           any               `json:"body,omitempty"` // text, or {"$blob": Base64}; of get alone
}

// r2Group is a group of keys that begin with the same prefix.
type r2Group struct {
	Prefix local.JSONText `json:"prefix"`
}

func newR2Object(o r2.Object) r2Object {
	http := map[string]string{
		"contentType": o.HTTP.ContentType, "contentLanguage": o.HTTP.ContentLanguage, "contentDisposition": o.HTTP.ContentDisposition,
		"contentEncoding": o.HTTP.ContentEncoding, "cacheControl": o.HTTP.CacheControl,
	}
	if at := o.HTTP.CacheExpiry; !at.IsZero() {
		http["cacheExpiry"] = ui.JSONTime(at)
	}
	maps.DeleteFunc(http, func(_, value string) bool { return value == "" })
	custom := o.Custom
	if custom == nil {
		custom = map[string]string{}
	}
	return r2Object{
		Key: local.JSONText(o.Key), SizeBytes: o.Size, ETag: o.ETag, Version: o.Version, UploadedAt: ui.JSONTime(o.Uploaded),
		HTTPMetadata: http, CustomMetadata: custom,
	}
}

func runR2List(ctx context.Context, env *local.Project, bucket *r2.Bucket, o r2Options) error {
	print, end := ui.JSONList[any](env.Stdout)
	t := ui.Table{Head: []string{"KEY", "SIZE", "UPLOADED", "TYPE"}}
	found := 0
	for e, err := range bucket.List(ctx, o.Prefix, o.Delimiter) {
		if err != nil {
			return err
		}
		switch {
		case env.JSON && e.Group != "":
			err = print(r2Group{local.JSONText(e.Group)})
		case env.JSON:
			err = print(newR2Object(e.Object))
		case e.Group != "":
			t.Row(e.Group, "", "", "")
		default:
			t.Row(e.Object.Key, ui.ByteCount(e.Object.Size), e.Object.Uploaded, e.Object.HTTP.ContentType)
		}
		if err != nil {
			return err
		}
		if found++; found == o.Limit {
			break
		}
	}
	if found == 0 {
		env.Note("%s", nothing("objects", o.Prefix))
	}
	if env.JSON {
		return end()
	}
	t.Print(env.Env, env.Stdout, "")
	return nil
}
